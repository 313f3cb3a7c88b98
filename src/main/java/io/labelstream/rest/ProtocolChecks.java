package io.labelstream.rest;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Refuses requests that HTTP/1.1 wants refused, but that neither Netty nor Vert.x refuse. */
final class ProtocolChecks implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    context.addBodyEndHandler(
        sent -> {
          if (ConnectionGuard.isBodyBroken(request)) {
            ConnectionGuard.closeAfterResponse(request);
          }
        });
    checkHost(request);
    checkExpectation(request.headers());
    context.next();
  }

  /** RFC 9112, section 3.2. An empty one is allowed. */
  private static void checkHost(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1)) {
      throw ApiException.badRequest("There must be one Host header.");
    }
    if (!hosts.isEmpty() && !hosts.get(0).isEmpty() && request.authority() == null) {
      throw ApiException.badRequest("The Host header must be a host, with or without a port.");
    }
  }

  /** RFC 9110, section 10.1.1. */
  private static void checkExpectation(MultiMap headers) {
    for (String expected : headers.getAll(HttpHeaders.EXPECT)) {
      if (!expected.strip().equalsIgnoreCase("100-continue")) {
        throw ApiException.of(
            Problem.EXPECTATION_FAILED, "The only expectation that can be met is 100-continue.");
      }
    }
  }
}
