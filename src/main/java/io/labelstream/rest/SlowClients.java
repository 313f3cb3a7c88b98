package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ends connections on which headers, and requests whose body, take too long. */
final class SlowClients implements Handler<RoutingContext> {

  private static final Duration FIRST_HEADERS = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final Duration bodyTimeout;
  private final Map<HttpConnection, Long> silent = new ConcurrentHashMap<>();

  SlowClients(Vertx vertx, Duration bodyTimeout) {
    this.vertx = vertx;
    this.bodyTimeout = bodyTimeout;
  }

  /** Starts the time that a new connection has for its first request's headers. */
  void connected(HttpConnection connection) {
    silent.put(connection, vertx.setTimer(FIRST_HEADERS.toMillis(), timer -> connection.close()));
    connection.closeHandler(closed -> spoke(connection));
  }

  @Override
  public void handle(RoutingContext context) {
    spoke(context.request().connection());
    if (!context.request().isEnded()) {
      long timer =
          vertx.setTimer(
              bodyTimeout.toMillis(),
              fired -> {
                if (!context.request().isEnded() && !context.response().ended()) {
                  context.fail(
                      ApiException.of(Problem.REQUEST_TIMEOUT, "The body did not arrive in time."));
                }
              });
      context.addEndHandler(ended -> vertx.cancelTimer(timer));
    }
    context.next();
  }

  private void spoke(HttpConnection connection) {
    Long timer = silent.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
