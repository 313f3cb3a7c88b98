package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;

/** What can be done at one address; everything else there is answered with what can. */
final class Endpoint {

  private final Router router;
  private final String path;
  private final Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));

  private Endpoint(Router router, String path) {
    this.router = router;
    this.path = path;
  }

  /** An address; those that are added earlier are looked at first. */
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

  /** Ends the list of methods. */
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
      // As a handler of no special kind: the router would sort those in its own way.
      router.route(method, path).handler(context -> handler.handle(context));
    }
    return this;
  }
}
