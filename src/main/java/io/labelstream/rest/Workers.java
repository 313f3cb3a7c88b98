package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A few threads for work that blocks: SQL, files, hashes. */
final class Workers implements AutoCloseable {

  /** Each may hold an image of 20 MiB. */
  private static final int THREADS = 8;

  private static final long SLOW_SECONDS = 60;

  private final WorkerExecutor executor;

  Workers(Vertx vertx) {
    executor =
        vertx.createSharedWorkerExecutor("blocking", THREADS, SLOW_SECONDS, TimeUnit.SECONDS);
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
