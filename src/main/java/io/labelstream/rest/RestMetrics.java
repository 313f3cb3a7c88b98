package io.labelstream.rest;

import io.labelstream.build.Build;
import io.labelstream.store.ImageStatistics;
import io.labelstream.store.ImageStore;
import io.labelstream.topic.JobChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;

/** The facade's metrics: requests by route and status with their times, and how much is stored. */
final class RestMetrics implements Handler<RoutingContext>, AutoCloseable {

  private static final String ROUTE = "route";
  private static final String KEY_ID = "key_id";

  /** Other methods are counted together, so that invented ones make no series of their own. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /**
   * Among them are the times that operators are likely to promise. Each is a series of every route,
   * method and status.
   */
  private static final Duration[] BUCKETS =
      LongStream.of(100, 250, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Counter rateLimited = registry.counter("labelstream.requests.limited");
  private volatile ImageStatistics stored = new ImageStatistics(0, 0);

  RestMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    registry.gauge("labelstream.images.stored", this, metrics -> metrics.stored.images());
    registry.gauge("labelstream.images.bytes", this, metrics -> metrics.stored.bytes());
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Measures the parts of a facade from now on. */
  void measure(
      Build build,
      JobChannel job,
      ImageStore store,
      Classifications classifications,
      Readiness readiness) {
    store.measure(registry);
    registry.gauge("labelstream.ready", readiness, now -> now.isReady() ? 1 : 0);
    registry.gauge("labelstream.results.lag", job, RestMetrics::lag);
    // Micrometer's gauges cannot change a label.
    registry.getPrometheusRegistry().register(() -> info(build, classifications.model()));
  }

  private static double lag(JobChannel job) {
    return job.lag().stream().asDoubleStream().findFirst().orElse(Double.NaN);
  }

  private static InfoSnapshot info(Build build, String model) {
    Labels labels =
        Labels.of(
            "version",
            build.version(),
            "commit",
            build.commit(),
            "model",
            model.isEmpty() ? "unknown" : model);
    return InfoSnapshot.builder()
        .name("labelstream")
        .help("The build that runs, and the model of the newest answer")
        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }

  @Override
  public void handle(RoutingContext context) {
    long start = System.nanoTime();
    Completion.of(context, status -> record(context, status, System.nanoTime() - start));
    context.next();
  }

  /** Names the route of a request. Requests without one are counted together. */
  static void route(RoutingContext context, String path) {
    context.put(ROUTE, path);
  }

  void rateLimited() {
    rateLimited.increment();
  }

  /** Sets how much is stored. */
  void stored(ImageStatistics now) {
    stored = now;
  }

  /** The metrics as text. */
  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private void record(RoutingContext context, int status, long nanos) {
    String method = context.request().method().name();
    Timer.builder("http.server.requests")
        .tag("route", context.get(ROUTE, "none"))
        .tag("method", METHODS.contains(method) ? method : "other")
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(Duration.ofNanos(nanos));
    Authentication.findKey(context).ifPresent(key -> count(key, status, context));
  }

  /** Counts by key, of which there are as many as an operator has made. */
  private void count(ApiKey key, int status, RoutingContext context) {
    String statusClass = status / 100 + "xx";
    registry
        .counter("labelstream.key.requests", KEY_ID, key.id(), "status", statusClass)
        .increment();
    registry
        .counter("labelstream.key.sent.bytes", KEY_ID, key.id())
        .increment((double) context.response().bytesWritten());
  }
}
