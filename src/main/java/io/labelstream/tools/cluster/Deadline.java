package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.time.Duration;

/** Waits for what other processes come to. */
final class Deadline {

  private static final long INTERVAL_MILLIS = 100;

  private final Duration patience;
  private final long end;

  private Deadline(Duration patience) {
    this.patience = patience;
    this.end = System.nanoTime() + patience.toNanos();
  }

  /** Begins now. */
  static Deadline in(Duration patience) {
    return new Deadline(patience);
  }

  /** Something that may hold, or cannot be asked yet. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Returns when a condition holds; an exception of the condition counts as not yet, unless it is a
   * {@link SandboxException}.
   *
   * @param alive throws what should end the waiting
   * @throws SandboxException when the time is over
   */
  void await(String what, Check alive, Condition condition)
      throws IOException, InterruptedException {
    IOException last = null;
    while (true) {
      alive.run();
      try {
        if (condition.holds()) {
          return;
        }
      } catch (SandboxException e) {
        throw e;
      } catch (IOException e) {
        last = e;
      }
      if (System.nanoTime() > end) {
        throw new SandboxException(
            what + " within " + patience.toSeconds() + " s" + (last == null ? "" : ": " + last),
            last);
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  /** Something that fails when there is no use in waiting on. */
  @FunctionalInterface
  interface Check {
    void run() throws IOException;
  }
}
