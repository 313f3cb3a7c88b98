package io.labelstream.rest;

import io.labelstream.event.ErrorBody;
import java.util.List;

/** Every error that the API answers with, and its status. */
enum Problem {
  BAD_REQUEST,
  UNAUTHORIZED,
  FORBIDDEN,
  NOT_FOUND,
  METHOD_NOT_ALLOWED,
  REQUEST_TIMEOUT,
  UNSUPPORTED_MEDIA_TYPE,
  RANGE_NOT_SATISFIABLE,
  EXPECTATION_FAILED,
  VALIDATION,
  TOO_MANY_REQUESTS,
  HEADERS_TOO_LARGE,
  INTERNAL,
  UNAVAILABLE,
  NO_ANSWER;

  int status() {
    return switch (this) {
      case BAD_REQUEST -> 400;
      case UNAUTHORIZED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case REQUEST_TIMEOUT -> 408;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case RANGE_NOT_SATISFIABLE -> 416;
      case EXPECTATION_FAILED -> 417;
      case VALIDATION -> 422;
      case TOO_MANY_REQUESTS -> 429;
      case HEADERS_TOO_LARGE -> 431;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
      case NO_ANSWER -> 504;
    };
  }

  /**
   * The error object.
   *
   * @param messages one, or for a validation error one or more
   */
  ErrorBody body(List<String> messages) {
    String message = messages.get(0);
    return switch (this) {
      case VALIDATION -> ErrorBody.validation(messages);
      case INTERNAL, UNAVAILABLE, NO_ANSWER -> ErrorBody.server(status(), message);
      case BAD_REQUEST -> ErrorBody.of("bad-request", "Bad Request", status(), message);
      case UNAUTHORIZED -> ErrorBody.of("unauthorized", "Unauthorized", status(), message);
      case FORBIDDEN -> ErrorBody.of("forbidden", "Forbidden", status(), message);
      case NOT_FOUND -> ErrorBody.of("not-found", "Not Found", status(), message);
      case METHOD_NOT_ALLOWED ->
          ErrorBody.of("method-not-allowed", "Method Not Allowed", status(), message);
      case REQUEST_TIMEOUT -> ErrorBody.of("request-timeout", "Request Timeout", status(), message);
      case UNSUPPORTED_MEDIA_TYPE ->
          ErrorBody.of("unsupported-media-type", "Unsupported Media Type", status(), message);
      case RANGE_NOT_SATISFIABLE ->
          ErrorBody.of("range-not-satisfiable", "Range Not Satisfiable", status(), message);
      case EXPECTATION_FAILED ->
          ErrorBody.of("expectation-failed", "Expectation Failed", status(), message);
      case TOO_MANY_REQUESTS ->
          ErrorBody.of("too-many-requests", "Too Many Requests", status(), message);
      case HEADERS_TOO_LARGE ->
          ErrorBody.of("headers-too-large", "Request Header Fields Too Large", status(), message);
    };
  }
}
