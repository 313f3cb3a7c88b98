package io.labelstream.rest;

import io.labelstream.store.ImageStatistics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;

/** The facade's metrics: requests by route and status with their times, and how much is stored. */
final class RestMetrics implements Handler<RoutingContext>, AutoCloseable {

  private static final String ROUTE = "route";

  /** Other methods are counted together, so that invented ones make no series of their own. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Counter rateLimited = registry.counter("labelstream.requests.limited");
  private volatile ImageStatistics stored = new ImageStatistics(0, 0);

  RestMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
    registry.gauge("labelstream.images.stored", this, metrics -> metrics.stored.images());
    registry.gauge("labelstream.images.bytes", this, metrics -> metrics.stored.bytes());
  }

  PrometheusMeterRegistry registry() {
    return registry;
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
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(60))
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }
}
