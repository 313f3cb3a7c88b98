package io.labelstream.storage;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what may hang, in threads of its own, and gives it up after a time.
 *
 * <p>What is given up is interrupted. A read from a socket notices no interrupt: its thread is
 * taken until the socket's own timeout, so there are only so many. Thread-safe.
 */
public final class TimeLimit implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  private final Duration limit;
  private final ThreadPoolExecutor threads;

  private TimeLimit(
      String name, int minimum, int maximum, BlockingQueue<Runnable> queue, Duration limit) {
    this.limit = limit;
    threads =
        new ThreadPoolExecutor(
            minimum,
            maximum,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** A limit whose callers wait for a free thread, too, if all of them are taken. */
  public static TimeLimit waiting(String name, int threads, Duration limit) {
    return new TimeLimit(name, threads, threads, new LinkedBlockingQueue<>(), limit);
  }

  /** A limit whose callers are refused at once while all threads are taken. */
  public static TimeLimit refusing(String name, int threads, Duration limit) {
    return new TimeLimit(name, 0, threads, new SynchronousQueue<>(), limit);
  }

  /**
   * Runs a task to its end, or to the limit.
   *
   * @throws ExecutionException with what the task has thrown as its cause
   * @throws TimeoutException if it was given up, or if there was no thread for it
   */
  public <T> T call(Callable<T> task)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<T> work = new FutureTask<>(task);
    try {
      threads.execute(work);
      return work.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new TimeoutException("all threads are taken by what does not end");
    } catch (TimeoutException e) {
      throw new TimeoutException("no end within " + limit.toMillis() + " ms");
    } finally {
      work.cancel(true);
      threads.remove(work);
    }
  }

  /** Gives up whatever is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
