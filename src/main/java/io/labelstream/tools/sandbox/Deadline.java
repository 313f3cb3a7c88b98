package io.labelstream.tools.sandbox;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits, for a limited time, until other threads or processes have come to a state. */
public final class Deadline {

  private static final long INTERVAL_MILLIS = 100;

  private final Duration patience;
  private final long end;

  private Deadline(Duration patience) {
    this.patience = patience;
    this.end = System.nanoTime() + patience.toNanos();
  }

  /** Makes a deadline whose time begins now. */
  public static Deadline in(Duration patience) {
    return new Deadline(patience);
  }

  /** A condition that may not hold yet, or cannot be asked yet. */
  @FunctionalInterface
  public interface Condition<X extends Exception> {
    boolean holds() throws IOException, InterruptedException, X;
  }

  /** A check that fails when there is no use in waiting on. */
  @FunctionalInterface
  public interface Check {
    void run() throws IOException;
  }

  /**
   * Returns when a condition holds. An {@link IOException} of the condition counts as not yet,
   * unless it is a {@link SandboxException}; other exceptions end the waiting.
   *
   * @param failure says, before "within 60 s", what has not happened
   * @param alive throws what should end the waiting
   * @throws SandboxException when the time is over
   */
  public <X extends Exception> void await(String failure, Check alive, Condition<X> condition)
      throws IOException, InterruptedException, X {
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
        throw late(failure, last);
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  /** The same without anything that could end the waiting early. */
  public <X extends Exception> void await(String failure, Condition<X> condition)
      throws IOException, InterruptedException, X {
    await(failure, () -> {}, condition);
  }

  private SandboxException late(String failure, @Nullable IOException last) {
    return new SandboxException(
        failure + " within " + patience.toSeconds() + " s" + (last == null ? "" : ": " + last),
        last);
  }
}
