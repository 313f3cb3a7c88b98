package io.labelstream.tools.local;

import io.labelstream.tools.sandbox.SandboxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that have been started, which are closed in the reverse order. Thread-safe. */
final class StartedParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes a part over, or closes it at once if all others have been closed.
   *
   * @throws SandboxException in the latter case
   */
  synchronized <T extends AutoCloseable> T add(T part) throws Exception {
    if (closed) {
      part.close();
      throw new SandboxException("stopped while starting");
    }
    parts.push(part);
    return part;
  }

  /** Closes all parts, even if one does not close cleanly; safe to call twice. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not end cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
