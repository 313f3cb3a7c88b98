package io.labelstream.store;

import io.labelstream.files.TimeLimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Storage whose operations have a time limit, and are refused while too many of them hang. */
final class TimeLimitedStorage implements AutoCloseable {

  private final URI folder;
  private final TimeLimiter limit;

  TimeLimitedStorage(URI folder, Duration limit) {
    this.folder = folder;
    this.limit = TimeLimiter.refusing("images", ImageStore.MAX_CALLS, limit);
  }

  /**
   * Runs an operation.
   *
   * @throws StoreUnavailableException if it did not end in time
   * @throws IOException if the operation has thrown it
   */
  <T> T call(Callable<T> operation) throws IOException {
    try {
      return limit.call(operation);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(folder + " cannot be used", e.getCause());
    } catch (TimeoutException e) {
      throw new StoreUnavailableException(folder + " does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** A stream each of whose reads is an operation. */
  InputStream limited(InputStream in) {
    return new LimitedStream(in);
  }

  @Override
  public void close() {
    limit.close();
  }

  private final class LimitedStream extends InputStream {

    private final InputStream in;

    /** Guarded by this: whether a read is under way, and whether its caller has given it up. */
    private boolean reading;

    private boolean givenUp;

    LimitedStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return call(() -> readOrClose(bytes, offset, length));
    }

    private int readOrClose(byte[] bytes, int offset, int length) throws IOException {
      begin();
      try {
        return in.read(bytes, offset, length);
      } finally {
        if (endedLate()) {
          in.close();
        }
      }
    }

    private synchronized void begin() {
      reading = true;
    }

    private synchronized boolean endedLate() {
      reading = false;
      return givenUp;
    }

    /** A read that still hangs closes the stream itself, if it ever ends. */
    @Override
    public void close() throws IOException {
      if (!giveUpReading()) {
        call(
            () -> {
              in.close();
              return true;
            });
      }
    }

    private synchronized boolean giveUpReading() {
      givenUp = true;
      return reading;
    }
  }
}
