package io.labelstream.registry;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Threads that get what the answering ones leave of the processor, and a little where they leave
 * nothing, so that on a busy machine a model is loaded, too, if slowly.
 */
final class Background {

  /**
   * For what goes on all the time: by the kernel's weights, a tenth of a core that somebody else
   * wants as well.
   */
  private static final int NICENESS = 10;

  /**
   * For what takes half a second of a processor and then is over: a seventieth. With a tenth the
   * latest answers came later meanwhile.
   */
  private static final int NICENESS_OF_CALL = 19;

  private Background() {}

  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** A thread that has not been started, which the process does not wait for. */
  static Thread thread(String name, Runnable work) {
    return daemon(
        name,
        () -> {
          giveWay(NICENESS);
          work.run();
        });
  }

  /** Does something in a thread of its own, and returns when it is done. */
  static <T> T call(String name, Work<T> work) throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    daemon(
            name,
            () -> {
              try {
                giveWay(NICENESS_OF_CALL);
                done.complete(work.run());
              } catch (Throwable e) {
                // Whatever it is, somebody waits for it.
                done.completeExceptionally(e);
              }
            })
        .start();
    try {
      return done.join();
    } catch (CompletionException e) {
      throw reason(e);
    }
  }

  private static IOException reason(CompletionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof RuntimeException exception) {
      throw exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException exception ? exception : new IOException(cause);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * On Linux the priorities of Java do nothing, or, with {@code -XX:ThreadPriorityPolicy=1}, set a
   * niceness below ours, so ours is set last. It is never less than what the thread began with.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Only how long it takes depends on it.
  private static void giveWay(int niceness) {
    int further = Math.max(niceness, Niceness.current());
    Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
    Niceness.set(further);
  }
}
