package io.labelstream.rest;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * HTTP on one port. Each of several event loops has a server of its own, so that connections are
 * spread over them.
 */
final class HttpServers implements AutoCloseable {

  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** Servers share any free port if its number is the same below zero. */
  private static final int ANY_SHARED_PORT = -1;

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final Duration drainTimeout;

  private HttpServers(Duration drainTimeout) {
    this.drainTimeout = drainTimeout;
  }

  /**
   * The limits of connections.
   *
   * @param answerTimeout a connection may be silent for a minute longer than this
   * @param drainTimeout how long requests in progress may take when the server stops
   */
  record Limits(Duration answerTimeout, Duration drainTimeout) {

    private HttpServerOptions options() {
      return new HttpServerOptions()
          .setMaxInitialLineLength(MAX_LINE)
          .setMaxHeaderSize(MAX_HEADERS)
          .setIdleTimeout(Math.toIntExact(answerTimeout.plus(IDLE).toSeconds()))
          .setHttp2ClearTextEnabled(false);
    }
  }

  /**
   * Starts servers, which listen when this returns.
   *
   * @param port 0 for any free one
   * @param loops how many event loops share the connections
   * @throws IOException if the port is taken
   */
  static HttpServers listen(
      Vertx vertx,
      Limits limits,
      String host,
      int port,
      int loops,
      Router router,
      Handler<HttpConnection> connected)
      throws IOException {
    HttpServers started = new HttpServers(limits.drainTimeout());
    int shared = port == 0 && loops > 1 ? ANY_SHARED_PORT : port;
    try {
      vertx
          .deployVerticle(
              () -> started.server(limits, host, shared, router, connected),
              new DeploymentOptions().setInstances(loops))
          .await();
      return started;
    } catch (Exception e) {
      throw new IOException(
          "port " + port + " of " + host + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The port that is listened on. */
  int port() {
    return servers.get(0).actualPort();
  }

  /** Accepts no more connections, and waits for the requests in progress. */
  @Override
  public void close() {
    Future.join(
            servers.stream()
                .map(server -> server.shutdown(drainTimeout.toMillis(), TimeUnit.MILLISECONDS))
                .toList())
        .await();
  }

  private VerticleBase server(
      Limits limits, String host, int port, Router router, Handler<HttpConnection> connected) {
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        HttpServer server = vertx.createHttpServer(limits.options());
        servers.add(server);
        return server
            .requestHandler(router)
            .invalidRequestHandler(ErrorResponses::invalid)
            .connectionHandler(
                connection -> {
                  ConnectionGuard.install(connection);
                  // A request is told when its connection breaks; without a request nobody minds.
                  connection.exceptionHandler(failure -> {});
                  connected.handle(connection);
                })
            .listen(port, host);
      }
    };
  }
}
