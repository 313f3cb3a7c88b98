package io.labelstream.rest;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** Takes the body of a request as it arrives. */
final class RequestBody {

  private final long maxBytes;
  private final String tooLarge;

  /**
   * Takes the limit of a route.
   *
   * @param tooLarge what a client is told whose body is larger
   */
  RequestBody(long maxBytes, String tooLarge) {
    this.maxBytes = maxBytes;
    this.tooLarge = tooLarge;
  }

  /**
   * Takes the body, and tells a client that expects {@code 100-continue} to go on. The request may
   * be paused meanwhile.
   *
   * @param part gets each piece of the body, and may throw an {@link ApiException}
   * @return completes at the body's end, and fails with an {@link ApiException} as soon as it can
   *     be told that the body will not do; the rest of it is passed over
   */
  Future<Void> read(HttpServerRequest request, Handler<Buffer> part) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      return Future.failedFuture(ApiException.contentEncoding());
    }
    if (declaredBytes(request) > maxBytes) {
      return Future.failedFuture(tooLarge());
    }
    Promise<Void> whole = Promise.promise();
    long[] bytes = {0};
    // The connection has broken, so nobody will read this message.
    request.exceptionHandler(
        failure -> whole.tryFail(ApiException.badRequest("The body did not arrive whole.")));
    request.handler(
        piece -> {
          bytes[0] += piece.length();
          if (whole.future().isComplete()) {
            return;
          }
          if (bytes[0] > maxBytes) {
            whole.tryFail(tooLarge());
            return;
          }
          try {
            part.handle(piece);
          } catch (ApiException e) {
            whole.tryFail(e);
          }
        });
    request.endHandler(
        end -> {
          if (ConnectionGuard.isBodyBroken(request)) {
            whole.tryFail(ApiException.badRequest("The body's chunks are broken."));
          } else {
            whole.tryComplete();
          }
        });
    if (request.headers().contains(HttpHeaders.EXPECT)
        && request.version() == HttpVersion.HTTP_1_1) {
      request.response().writeContinue();
    }
    return whole.future();
  }

  private ApiException tooLarge() {
    return ApiException.validation(List.of(tooLarge));
  }

  /** The decoder lets no other length through than digits. */
  private static long declaredBytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length.strip());
  }
}
