package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Ends connections on which headers, and requests whose body, take too long. */
final class ReadTimeouts implements Handler<RoutingContext> {

  private final Vertx vertx;
  private final HeaderTimes headerTimes;
  private final Duration bodyTimeout;
  private final Map<HttpConnection, Client> clients = new ConcurrentHashMap<>();

  ReadTimeouts(Vertx vertx, HeaderTimes headerTimes, Duration bodyTimeout) {
    this.vertx = vertx;
    this.headerTimes = headerTimes;
    this.bodyTimeout = bodyTimeout;
  }

  /**
   * How long a connection may go without a whole request's headers, whether it is silent meanwhile
   * or sends a byte at a time.
   *
   * @param first the time from the start of the connection
   * @param next the time from the end of a response
   */
  record HeaderTimes(Duration first, Duration next) {

    /** Later ones have longer than the 60 s for which proxies commonly keep a silent connection. */
    static final HeaderTimes DEFAULT =
        new HeaderTimes(Duration.ofSeconds(20), Duration.ofSeconds(75));
  }

  /** Starts the time that a new connection has for its first request's headers. */
  void connected(HttpConnection connection) {
    Client client = new Client(connection);
    clients.put(connection, client);
    connection.closeHandler(
        closed -> {
          clients.remove(connection);
          client.gone();
        });
    client.awaitHeaders(headerTimes.first());
  }

  @Override
  public void handle(RoutingContext context) {
    Client client = clients.get(context.request().connection());
    if (client != null) {
      client.asked(context);
      context.addEndHandler(ended -> client.answered(context));
    }
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

  /** One connection. All of this happens on its event loop. */
  private final class Client {

    private final HttpConnection connection;
    private @Nullable Long deadline;
    private @Nullable RoutingContext last;
    private boolean gone;

    Client(HttpConnection connection) {
      this.connection = connection;
    }

    void awaitHeaders(Duration time) {
      deadline = vertx.setTimer(time.toMillis(), timer -> connection.close());
    }

    void asked(RoutingContext request) {
      last = request;
      cancel();
    }

    void answered(RoutingContext request) {
      // A pipelined request may have begun by now, and has its own time.
      if (last == request && !gone) {
        awaitHeaders(headerTimes.next());
      }
    }

    void gone() {
      gone = true;
      cancel();
    }

    private void cancel() {
      if (deadline != null) {
        vertx.cancelTimer(deadline);
        deadline = null;
      }
    }
  }
}
