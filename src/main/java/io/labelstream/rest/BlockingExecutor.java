package io.labelstream.rest;

import io.labelstream.store.ImageStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A few threads for work that blocks: SQL, files, hashes. */
final class BlockingExecutor implements AutoCloseable {

  private static final long SLOW_SECONDS = 60;

  private final WorkerExecutor executor;

  BlockingExecutor(Vertx vertx) {
    executor =
        vertx.createSharedWorkerExecutor(
            "blocking", ImageStore.MAX_CALLS, SLOW_SECONDS, TimeUnit.SECONDS);
  }

  /** Runs a task in one of the threads. Handlers of the future run in the caller's own. */
  <T> Future<T> run(Callable<T> task) {
    return executor.executeBlocking(task, false);
  }

  @Override
  public void close() {
    executor.close().await();
  }
}
