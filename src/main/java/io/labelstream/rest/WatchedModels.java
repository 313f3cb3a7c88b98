package io.labelstream.rest;

import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.verdict.ModelsReader;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The parts of a facade that show the models, put together. Nothing is read while nobody looks. */
final class WatchedModels implements AutoCloseable {

  /** A page asks what runs every few seconds. */
  private static final int REQUESTS_PER_MINUTE = 300;

  /** One reads what runs while another compares. */
  private static final int THREADS = 2;

  private static final long SLOW_SECONDS = 60;
  private static final Duration OVERVIEW_KEPT = Duration.ofSeconds(2);

  /** A comparison reads much. */
  private static final Duration COMPARISON_KEPT = Duration.ofSeconds(20);

  private final Clock clock;
  private final ApiKeys keys;
  private final RestMetrics metrics;
  private final WorkerExecutor executor;
  private final ModelsRoutes routes;

  WatchedModels(
      Vertx vertx,
      Settings settings,
      Clock clock,
      ApiKeys keys,
      ModelsReader reader,
      RestMetrics metrics) {
    this.clock = clock;
    this.keys = keys;
    this.metrics = metrics;
    executor = vertx.createSharedWorkerExecutor("models", THREADS, SLOW_SECONDS, TimeUnit.SECONDS);
    String requestsTopic = settings.get(TopicSettings.REQUESTS_TOPIC);
    routes =
        new ModelsRoutes(
            new SharedReading<>(
                executor,
                () -> Json.bytes(ModelsBody.of(clock.instant(), requestsTopic, reader.overview())),
                OVERVIEW_KEPT,
                System::nanoTime),
            new SharedReading<>(
                executor, () -> Json.bytes(reader.compare()), COMPARISON_KEPT, System::nanoTime));
  }

  ModelsRoutes routes() {
    return routes;
  }

  /** Lets keys through at a rate of these addresses' own. */
  Authentication authentication() {
    return new Authentication(keys, new RateLimits(clock), key -> REQUESTS_PER_MINUTE, metrics);
  }

  @Override
  public void close() {
    executor.close().await();
  }
}
