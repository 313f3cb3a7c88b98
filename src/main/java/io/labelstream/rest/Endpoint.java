package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;

/** One address with its methods. Any other method is answered with 405 and the ones allowed. */
final class Endpoint {

  private final Router router;
  private final String path;
  private final Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));

  private Endpoint(Router router, String path) {
    this.router = router;
    this.path = path;
  }

  /** Adds an address. Addresses that were added earlier are matched first. */
  static Endpoint at(Router router, String path) {
    router
        .route(path)
        .handler(
            context -> {
              RestMetrics.route(context, path);
              context.next();
            });
    return new Endpoint(router, path);
  }

  /** Answers GET, and HEAD without the body. */
  @SafeVarargs
  final Endpoint get(Handler<RoutingContext>... handlers) {
    return on(HttpMethod.GET, handlers).on(HttpMethod.HEAD, handlers);
  }

  @SafeVarargs
  final Endpoint post(Handler<RoutingContext>... handlers) {
    return on(HttpMethod.POST, handlers);
  }

  @SafeVarargs
  final Endpoint delete(Handler<RoutingContext>... handlers) {
    return on(HttpMethod.DELETE, handlers);
  }

  /** Answers every method alike. */
  @SafeVarargs
  final void any(Handler<RoutingContext>... handlers) {
    for (Handler<RoutingContext> handler : handlers) {
      router.route(path).handler(context -> handler.handle(context));
    }
  }

  /** Refuses every method that was not named. */
  void only() {
    String allowed = String.join(", ", methods);
    router
        .route(path)
        .handler(
            context -> {
              if (!context.request().method().equals(HttpMethod.OPTIONS)) {
                throw ApiException.methodNotAllowed(allowed);
              }
              context.response().setStatusCode(204).putHeader(HttpHeaders.ALLOW, allowed);
              context.end();
            });
  }

  @SafeVarargs
  private Endpoint on(HttpMethod method, Handler<RoutingContext>... handlers) {
    methods.add(method.name());
    for (Handler<RoutingContext> handler : handlers) {
      // Wrapped in a lambda, since the router would reorder handlers of its own kinds.
      router.route(method, path).handler(context -> handler.handle(context));
    }
    return this;
  }
}
