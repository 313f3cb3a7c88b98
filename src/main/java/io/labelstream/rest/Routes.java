package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every address of the facade, and what a request goes through on its way. */
final class Routes {

  private final Vertx vertx;
  private final RestMetrics metrics;
  private final HealthRoutes health;

  Routes(Vertx vertx, RestMetrics metrics, HealthRoutes health) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.health = health;
  }

  /**
   * The public port.
   *
   * @param authentication what every call of the API passes
   * @param uploads reads multipart/form-data
   */
  Router api(
      Authentication authentication,
      UploadReader uploads,
      ImageRoutes images,
      DownloadRoute downloads,
      ClassifyRoutes classify,
      Pages pages,
      SlowClients slowClients,
      List<String> corsOrigins) {
    Router router = router(slowClients, new AccessLog());
    SmallBody small = new SmallBody();
    if (!corsOrigins.isEmpty()) {
      CorsHandler cors = cors(corsOrigins);
      router
          .route("/v1/*")
          .handler(
              context -> {
                context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
                // Others get no leave from this, but are no error: the demo page is one of them.
                if (isAllowed(corsOrigins, context.request().getHeader(HttpHeaders.ORIGIN))) {
                  cors.handle(context);
                } else {
                  context.next();
                }
              });
    }

    VendorCalls.refuse(router, authentication, small);
    Endpoint.at(router, "/v1/images/upload").post(authentication, uploads, images::upload).only();
    Endpoint.at(router, "/v1/images")
        .get(authentication, images::list)
        .post(authentication, small, images::create)
        .only();
    Endpoint.at(router, "/v1/images/:image_id/classify")
        .post(authentication, small, classify::classify)
        .only();
    Endpoint.at(router, "/v1/images/:image_id/classifications/:classification_id")
        .get(authentication, classify::progress)
        .only();
    Endpoint.at(router, "/v1/images/:image_id/download")
        .get(authentication, downloads::download)
        .only();
    Endpoint.at(router, "/v1/images/:image_id")
        .get(authentication, images::get)
        .delete(authentication, images::delete)
        .only();
    for (String path : pages.paths()) {
      Endpoint.at(router, path).get(context -> pages.send(context, path)).only();
    }
    addHealth(router);
    return closed(router);
  }

  /** The port for operators. */
  Router management() {
    Router router = router();
    addHealth(router);
    Endpoint.at(router, "/metrics").get(health::metrics).only();
    return closed(router);
  }

  @SafeVarargs
  private Router router(Handler<RoutingContext>... more) {
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

  private void addHealth(Router router) {
    Endpoint.at(router, "/healthz").get(health::healthy).only();
    Endpoint.at(router, "/readyz").get(health::ready).only();
  }

  private static Router closed(Router router) {
    router
        .route()
        .handler(
            context -> {
              throw ApiException.notFound("Page");
            });
    return router;
  }

  private static boolean isAllowed(List<String> origins, @Nullable String origin) {
    return origin != null
        && (origins.contains(origin) || (origins.contains("*") && !origin.equals("null")));
  }

  private static CorsHandler cors(List<String> origins) {
    CorsHandler cors = CorsHandler.create();
    origins.forEach(cors::addOrigin);
    return cors.allowedMethods(
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE))
        .allowedHeaders(
            Set.of(
                "x-api-key",
                "x-request-id",
                "content-type",
                "prefer",
                "range",
                "if-range",
                "if-none-match"))
        .exposedHeaders(
            Set.of(
                "x-request-id",
                "accept-ranges",
                "content-disposition",
                "content-range",
                "etag",
                "location",
                "retry-after",
                "ratelimit-limit",
                "ratelimit-remaining",
                "ratelimit-reset"))
        .maxAgeSeconds(600);
  }
}
