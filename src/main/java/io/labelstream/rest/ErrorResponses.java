package io.labelstream.rest;

import io.labelstream.event.Answer;
import io.labelstream.event.ErrorBody;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.store.AccountFullException;
import io.labelstream.store.StoreUnavailableException;
import io.labelstream.topic.TopicUnavailableException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into an error object. */
final class ErrorResponses implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

  private static final String INVALID = "The request is no valid HTTP.";
  private static final Duration JOB_RETRY = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(5);

  @Override
  public void handle(RoutingContext context) {
    if (context.response().closed()) {
      LOG.debug("A request was given up by its client");
      return;
    }
    if (context.response().ended()) {
      // A body that its own response has cut off fails once more.
      return;
    }
    send(context, problem(context));
  }

  /** Answers requests that the router itself refuses, as for an address that cannot be decoded. */
  static void refused(RoutingContext context) {
    send(context, ApiException.validation(List.of("request must be valid HTTP")));
  }

  private static void send(RoutingContext context, ApiException problem) {
    if (context.response().headWritten()) {
      // It is too late for an error object, so the connection has to break.
      context.request().connection().close();
      return;
    }
    MultiMap headers = context.response().headers();
    // These headers were those of the body that the error replaces.
    headers.remove(HttpHeaders.CONTENT_LENGTH);
    headers.remove(HttpHeaders.CONTENT_ENCODING);
    if (!headers.contains(RequestIds.HEADER)) {
      headers.set(RequestIds.HEADER, RequestIds.next());
    }
    problem.headers().forEach(headers::set);
    if (hasUnreadBody(context.request())) {
      // The rest of the body is not kept, so nothing can follow it on this connection.
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Json.send(context, problem.body().status(), problem.body());
    if (headers.contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
      ConnectionGuard.closeAfterResponse(context.request());
    }
  }

  private static boolean hasUnreadBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody =
        request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || (length != null && !length.equals("0"));
    return hasBody && !request.isEnded();
  }

  /** Answers bytes that are no HTTP request at all. */
  static void invalid(HttpServerRequest request) {
    ErrorBody body =
        request.decoderResult().cause() instanceof TooLongFrameException
            ? Problem.HEADERS_TOO_LARGE.body("The address or the headers are too long.")
            : Problem.BAD_REQUEST.body(INVALID);
    request
        .response()
        .setStatusCode(body.status())
        .putHeader(RequestIds.HEADER, RequestIds.next())
        .putHeader(HttpHeaders.CONNECTION, "close")
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    request.response().end(Json.bytes(body)).onComplete(sent -> request.connection().close());
  }

  /** Says what a client is told of a failure. */
  static ApiException problem(Throwable cause) {
    if (cause instanceof ApiException known) {
      known.fault().ifPresent(LOG::error);
      return known;
    }
    if (cause instanceof ImageRejectedException rejected) {
      return ApiException.validation(List.of(rejected.reason()));
    }
    if (cause instanceof AccountFullException full) {
      return ApiException.validation(List.of(full.getMessage()));
    }
    if (cause instanceof TimeoutException) {
      return ApiException.gatewayTimeout(
          "The image was not classified in time. Please try again later.");
    }
    if (cause instanceof StoreUnavailableException) {
      LOG.warn("{}", cause.getMessage());
      return ApiException.unavailable("Images cannot be reached. Please try again later.", RETRY);
    }
    if (cause instanceof TopicUnavailableException) {
      LOG.warn("{}", cause.getMessage());
      return ApiException.unavailable("Requests cannot be read. Please try again later.", RETRY);
    }
    if (isWithoutDatabase(cause)) {
      LOG.warn("The database of the images cannot be reached: {}", cause.toString());
      return ApiException.unavailable("Images cannot be reached. Please try again later.", RETRY);
    }
    LOG.error("A request failed", cause);
    return ApiException.internal(
        "An unexpected error occurred. Please try again later. If the problem persists, contact"
            + " support.");
  }

  /** Says what a client is told of an answer that has failed. */
  static ApiException problem(Answer answer) {
    ErrorBody error = answer.error().orElseThrow();
    return answer
        .errorCode()
        .map(
            code ->
                switch (code) {
                  // A client knows of no reference: if the job cannot follow it, the fault is ours.
                  case FORBIDDEN_REFERENCE, MISSING_REFERENCE ->
                      ApiException.internal(
                          "The image cannot be classified. Please contact support.",
                          "The job cannot read the images, see its setting references: "
                              + answer.errors());
                  case REFERENCE_UNAVAILABLE -> ApiException.unavailable(error, JOB_RETRY);
                  default -> ApiException.of(error);
                })
        .orElseGet(() -> ApiException.of(error));
  }

  private static boolean isWithoutDatabase(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof SQLTransientConnectionException
            || isWithoutDatabase(failure.getCause()));
  }

  /** Failures of the server's own handlers have a status and mostly nothing else. */
  private static ApiException problem(RoutingContext context) {
    return switch (context.statusCode()) {
      // The router fails so for a host that it cannot read.
      case 400 -> ApiException.badRequest(INVALID);
      case 404 -> ApiException.notFound("Page");
      default -> {
        Throwable failure = context.failure();
        yield problem(
            failure == null
                ? new IllegalStateException("status " + context.statusCode())
                : failure);
      }
    };
  }
}
