package io.labelstream.rest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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

  private final Vertx vertx;
  private final WorkerExecutor executor;
  private final Callable<T> reading;
  private final Duration kept;
  private final LongSupplier nanoTime;

  /** Guarded by this, as is what follows. */
  private @Nullable Future<T> last;

  private long lastNanos;

  /**
   * Has read nothing.
   *
   * @param reading blocks
   * @param kept for how long what was read is given again; a failure is not
   * @param nanoTime as {@link System#nanoTime}
   */
  SharedReading(
      Vertx vertx,
      WorkerExecutor executor,
      Callable<T> reading,
      Duration kept,
      LongSupplier nanoTime) {
    this.vertx = vertx;
    this.executor = executor;
    this.reading = reading;
    this.kept = kept;
    this.nanoTime = nanoTime;
  }

  /** What was read; handlers of the future run in the caller's own thread. */
  Future<T> get() {
    Context caller = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    current()
        .onComplete(
            (value, failure) -> caller.runOnContext(now -> promise.complete(value, failure)));
    return promise.future();
  }

  private synchronized Future<T> current() {
    Future<T> current = last;
    if (current == null || current.failed() || isOld(current)) {
      current = executor.executeBlocking(reading, false);
      last = current;
      current.onSuccess(read -> keepFromNowOn());
    }
    return current;
  }

  private boolean isOld(Future<T> done) {
    return done.succeeded() && nanoTime.getAsLong() - lastNanos > kept.toNanos();
  }

  private synchronized void keepFromNowOn() {
    lastNanos = nanoTime.getAsLong();
  }
}
