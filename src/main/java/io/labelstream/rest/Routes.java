package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The handlers that every request goes through, and the addresses that both ports have. */
final class Routes {

  private final Vertx vertx;
  private final RestMetrics metrics;
  private final HealthRoutes health;

  Routes(Vertx vertx, RestMetrics metrics, HealthRoutes health) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.health = health;
  }

  /** Builds the router of the port for operators. */
  Router management() {
    Router router = open();
    Endpoint.at(router, "/metrics").get(health::metrics).only();
    Endpoint.at(router, "/livez").get(health::live).only();
    return closed(router);
  }

  /** Starts a router without addresses, which {@link #closed} completes. */
  @SafeVarargs
  final Router open(Handler<RoutingContext>... more) {
    Router router = Router.router(vertx);
    router.route().failureHandler(new ErrorResponses());
    router.errorHandler(400, ErrorResponses::refused);
    router.route().handler(new RequestIds());
    router.route().handler(metrics);
    for (Handler<RoutingContext> handler : more) {
      router.route().handler(handler);
    }
    router
        .route()
        .handler(
            context -> {
              context.response().putHeader("x-content-type-options", "nosniff");
              context.next();
            });
    router.route().handler(new ProtocolChecks());
    router.route().handler(new PercentSigns());
    return router;
  }

  /** Adds the probes, and an error for every other address. */
  Router closed(Router router) {
    Endpoint.at(router, "/healthz").get(health::healthy).only();
    Endpoint.at(router, "/readyz").get(health::ready).only();
    router
        .route()
        .handler(
            context -> {
              throw ApiException.notFound("Page");
            });
    return router;
  }
}
