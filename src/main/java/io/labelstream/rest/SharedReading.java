package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is read once for all who ask for it meanwhile, and again only when it is older than so long:
 * however many look, there is one reading at a time, and none while nobody does. Thread-safe.
 */
final class SharedReading<T> {

  private final WorkerExecutor executor;
  private final Callable<T> reading;
  private final Duration kept;
  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private @Nullable Future<Read<T>> last;

  private record Read<T>(T value, long nanos) {}

  /**
   * Has read nothing.
   *
   * @param reading blocks
   * @param kept for how long what was read is given again; a failure is not
   * @param nanoTime as {@link System#nanoTime}
   */
  SharedReading(
      WorkerExecutor executor, Callable<T> reading, Duration kept, LongSupplier nanoTime) {
    this.executor = executor;
    this.reading = reading;
    this.kept = kept;
    this.nanoTime = nanoTime;
  }

  /** What was read; handlers of the future run in the caller's own thread. */
  Future<T> get() {
    return CallerContext.resume(current()).map(Read::value);
  }

  private synchronized Future<Read<T>> current() {
    Future<Read<T>> current = last;
    if (current == null || current.failed() || isOld(current)) {
      current =
          executor.executeBlocking(() -> new Read<>(reading.call(), nanoTime.getAsLong()), false);
      last = current;
    }
    return current;
  }

  private boolean isOld(Future<Read<T>> done) {
    return done.succeeded() && nanoTime.getAsLong() - done.result().nanos() > kept.toNanos();
  }
}
