package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets the pages of some origins call the API (CORS). */
final class CrossOrigin implements Handler<RoutingContext> {

  private final List<String> origins;
  private final CorsHandler cors;

  CrossOrigin(List<String> origins) {
    this.origins = List.copyOf(origins);
    cors = cors(origins);
  }

  @Override
  public void handle(RoutingContext context) {
    context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    // Requests of other origins, such as the demo page's own, are no errors.
    if (isAllowed(context.request().getHeader(HttpHeaders.ORIGIN))) {
      cors.handle(context);
    } else {
      context.next();
    }
  }

  private boolean isAllowed(@Nullable String origin) {
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
