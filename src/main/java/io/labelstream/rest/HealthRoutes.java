package io.labelstream.rest;

import io.labelstream.store.ImageStore;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/** The probes of load balancers and the metrics of operators. */
final class HealthRoutes {

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Readiness readiness;
  private final RestMetrics metrics;
  private final ImageStore store;
  private final BlockingExecutor blocking;

  HealthRoutes(
      Readiness readiness, RestMetrics metrics, ImageStore store, BlockingExecutor blocking) {
    this.readiness = readiness;
    this.metrics = metrics;
    this.store = store;
    this.blocking = blocking;
  }

  /** Answers always: a process that answers is alive. */
  void healthy(RoutingContext context) {
    Json.send(context, 200, Map.of("status", "healthy"));
  }

  /** Answers whether this process is of use, or a new one is needed. */
  void live(RoutingContext context) {
    if (readiness.isLockedOut()) {
      context.fail(
          ApiException.unavailable("Kafka has refused this process for over a minute.", RETRY));
    } else {
      Json.send(context, 200, Map.of("status", "live"));
    }
  }

  void ready(RoutingContext context) {
    CallerContext.resume(readiness.ask())
        .onSuccess(
            ready -> {
              if (ready) {
                Json.send(context, 200, Map.of("status", "ready"));
              } else {
                context.fail(
                    ApiException.unavailable("No classification has come back lately.", RETRY));
              }
            })
        .onFailure(context::fail);
  }

  void metrics(RoutingContext context) {
    // Readiness is renewed first, so that its metric is not older than this scrape.
    CallerContext.resume(readiness.ask())
        .compose(ready -> blocking.run(store::statistics))
        .onSuccess(metrics::stored)
        // Without the database, the metrics show the last known numbers of images.
        .transform(done -> blocking.run(metrics::scrape))
        .onSuccess(
            text -> {
              context
                  .response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
              context.end(text);
            })
        .onFailure(context::fail);
  }
}
