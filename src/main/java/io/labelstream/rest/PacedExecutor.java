package io.labelstream.rest;

import io.labelstream.feed.Pace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs what viewers of the feed ask for in threads of its own. There is a limit to how much a
 * second, how much at once and how much may wait.
 */
final class PacedExecutor implements AutoCloseable {

  /** So many are there at once when somebody begins to look. */
  private static final int AT_ONCE = 32;

  /** So many may wait or be run, however slow the broker is. */
  private static final int MOST_WAITING = 64;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final int THREADS = 2;
  private static final long SLOW_SECONDS = 60;

  private final Vertx vertx;
  private final Pace pace;
  private final WorkerExecutor executor;
  private final Semaphore places = new Semaphore(MOST_WAITING);

  /**
   * Has run nothing.
   *
   * @param perSecond how many a second
   */
  PacedExecutor(Vertx vertx, int perSecond) {
    this.vertx = vertx;
    pace = new Pace(perSecond, AT_ONCE, LONGEST_WAIT, System::nanoTime);
    executor =
        vertx.createSharedWorkerExecutor(
            "feed-photographs", THREADS, SLOW_SECONDS, TimeUnit.SECONDS);
  }

  /** Runs a task at its turn; fails with 503 if that would be too late. */
  <T> Future<T> paced(Callable<T> task) {
    // The pace limits what arrives; with a slow broker that would still pile up.
    if (!places.tryAcquire()) {
      return busy();
    }
    Optional<Duration> wait = pace.take();
    if (wait.isEmpty()) {
      places.release();
      return busy();
    }
    return delayed(wait.get()).compose(turn -> unpaced(task)).onComplete(done -> places.release());
  }

  /** Runs a task as soon as a thread is free; fails once this is closed. */
  <T> Future<T> unpaced(Callable<T> task) {
    try {
      return executor.executeBlocking(task, false);
    } catch (RejectedExecutionException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> Future<T> busy() {
    return Future.failedFuture(
        ApiException.unavailable(
            "More photographs are asked for than are shown a second. Please try again later.",
            RETRY));
  }

  private Future<Void> delayed(Duration wait) {
    Promise<Void> turn = Promise.promise();
    if (wait.toMillis() == 0) {
      turn.complete();
    } else {
      vertx.setTimer(wait.toMillis(), timer -> turn.complete());
    }
    return turn.future();
  }

  @Override
  public void close() {
    executor.close().await();
  }
}
