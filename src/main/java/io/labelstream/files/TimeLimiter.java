package io.labelstream.files;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs calls that may hang in threads of its own, and gives each of them up after a time.
 *
 * <p>A call that is given up is interrupted. A read from a socket notices no interrupt and holds
 * its thread until the socket's own timeout, so the number of threads is limited. Thread-safe.
 */
public final class TimeLimiter implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  private final Semaphore places;
  private final Duration limit;
  private final Duration wait;
  private final ThreadPoolExecutor threads;

  private TimeLimiter(String name, int places, Duration limit, Duration wait) {
    this.places = new Semaphore(places);
    this.limit = limit;
    this.wait = wait;
    // A thread that has given its place back may not be idle yet, so the places are the bound.
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Makes a limiter whose callers wait for a thread, within the limit, while all are taken. */
  public static TimeLimiter waiting(String name, int threads, Duration limit) {
    return new TimeLimiter(name, threads, limit, limit);
  }

  /** Makes a limiter that refuses callers at once while all threads are taken. */
  public static TimeLimiter refusing(String name, int threads, Duration limit) {
    return new TimeLimiter(name, threads, limit, Duration.ZERO);
  }

  /**
   * Runs a task to its end, or to the limit.
   *
   * @throws ExecutionException with what the task has thrown as its cause
   * @throws TimeoutException if it was given up, or if there was no thread for it
   */
  public <T> T call(Callable<T> task)
      throws ExecutionException, TimeoutException, InterruptedException {
    long start = System.nanoTime();
    if (!places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException("all threads are taken by what does not end");
    }
    AtomicBoolean begun = new AtomicBoolean();
    FutureTask<T> work = new FutureTask<>(() -> run(task, begun));
    try {
      threads.execute(work);
      return work.get(limit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException("no end within " + limit.toMillis() + " ms");
    } finally {
      work.cancel(true);
      if (begun.compareAndSet(false, true)) {
        places.release();
      }
    }
  }

  /** Whoever begins first gives the place back: the task, or the caller that has given it up. */
  private <T> T run(Callable<T> task, AtomicBoolean begun) throws Exception {
    if (!begun.compareAndSet(false, true)) {
      throw new CancellationException();
    }
    try {
      return task.call();
    } finally {
      places.release();
    }
  }

  /** Gives up all calls that are under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
