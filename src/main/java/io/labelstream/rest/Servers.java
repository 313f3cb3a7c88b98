package io.labelstream.rest;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;

/** HTTP servers, and what they bear from clients. */
final class Servers {

  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_FORM_FIELDS = 16;
  private static final int MAX_FIELD = 8 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final int COMPRESS_FROM = 1024;

  private Servers() {}

  /** A connection may be silent for as long as an answer takes, and some time more. */
  static HttpServerOptions options(Duration answerTimeout) {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxFormFields(MAX_FORM_FIELDS)
        .setMaxFormAttributeSize(MAX_FIELD)
        .setIdleTimeout(Math.toIntExact(answerTimeout.plus(IDLE).toSeconds()))
        .setCompressionSupported(true)
        .setCompressionContentSizeThreshold(COMPRESS_FROM)
        .setHttp2ClearTextEnabled(false);
  }

  /**
   * Listens when this returns.
   *
   * @throws IOException if the port is taken
   */
  static HttpServer listen(HttpServer server, String host, int port, Router router)
      throws IOException {
    try {
      return server
          .requestHandler(router)
          .invalidRequestHandler(ErrorResponses::invalid)
          .listen(port, host)
          .await();
    } catch (Exception e) {
      throw new IOException(
          "port " + port + " of " + host + " cannot be used: " + e.getMessage(), e);
    }
  }
}
