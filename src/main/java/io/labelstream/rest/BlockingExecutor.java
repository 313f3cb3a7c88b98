package io.labelstream.rest;

import io.labelstream.store.ImageStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for work that blocks: SQL, files, hashes. */
final class BlockingExecutor implements AutoCloseable {

  private static final long SLOW_SECONDS = 60;

  private final WorkerExecutor executor;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  BlockingExecutor(Vertx vertx, MeterRegistry metrics) {
    metrics.gauge("labelstream.blocking.waiting", waiting);
    metrics.gauge("labelstream.blocking.running", running);
    executor =
        vertx.createSharedWorkerExecutor(
            "blocking", ImageStore.MAX_CALLS, SLOW_SECONDS, TimeUnit.SECONDS);
  }

  /** Runs a task in one of the threads. Handlers of the future run in the caller's own. */
  <T> Future<T> run(Callable<T> task) {
    waiting.incrementAndGet();
    return executor.executeBlocking(
        () -> {
          waiting.decrementAndGet();
          running.incrementAndGet();
          try {
            return task.call();
          } finally {
            running.decrementAndGet();
          }
        },
        false);
  }

  @Override
  public void close() {
    executor.close().await();
  }
}
