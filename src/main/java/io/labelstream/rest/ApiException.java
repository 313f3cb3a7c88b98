package io.labelstream.rest;

import io.labelstream.event.ErrorBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends a request with an error object, whose text is meant for the client. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient ErrorBody body;
  private final transient Map<String, String> headers;
  private final transient Optional<String> fault;

  private ApiException(ErrorBody body, Map<String, String> headers) {
    this(body, headers, Optional.empty());
  }

  private ApiException(ErrorBody body, Map<String, String> headers, Optional<String> fault) {
    // No stack trace: an error object is a response like any other.
    super(body.error(), null, false, false);
    this.body = body;
    this.headers = Map.copyOf(headers);
    this.fault = fault;
  }

  /** The error that the job has answered with. */
  static ApiException of(ErrorBody body) {
    return new ApiException(body, Map.of());
  }

  static ApiException of(Problem problem, String message) {
    return new ApiException(problem.body(message), Map.of());
  }

  /** The request has to change, each reason as {@code <field> <what is wrong>}. */
  static ApiException validation(List<String> reasons) {
    return new ApiException(ErrorBody.validation(reasons), Map.of());
  }

  /** The request is not HTTP as its RFCs have it, so its connection ends with the answer. */
  static ApiException badRequest(String message) {
    return new ApiException(Problem.BAD_REQUEST.body(message), Map.of("connection", "close"));
  }

  /** The body has a content encoding, and none is decoded here. */
  static ApiException contentEncoding() {
    return new ApiException(
        Problem.UNSUPPORTED_MEDIA_TYPE.body("The body must not have a content encoding."),
        Map.of("accept-encoding", "identity"));
  }

  /** The header {@code Range} asks for bytes beyond the end. */
  static ApiException rangeNotSatisfiable(long size) {
    return new ApiException(
        Problem.RANGE_NOT_SATISFIABLE.body("The range must be within " + size + " bytes."),
        Map.of("content-range", "bytes */" + size));
  }

  /** The request has no API key that is known. */
  static ApiException unauthorized(String message) {
    return new ApiException(
        Problem.UNAUTHORIZED.body(message),
        Map.of("www-authenticate", "ApiKey realm=\"images\", header=\"x-api-key\""));
  }

  static ApiException notFound(String what) {
    return of(Problem.NOT_FOUND, what + " not found.");
  }

  static ApiException methodNotAllowed(String allowed) {
    return new ApiException(
        Problem.METHOD_NOT_ALLOWED.body("This address takes " + allowed + " only."),
        Map.of("allow", allowed));
  }

  /** The failure is ours. */
  static ApiException internal(String message) {
    return of(ErrorBody.server(500, message));
  }

  /**
   * The failure is ours, and known.
   *
   * @param fault what the log tells of it
   */
  static ApiException internal(String message, String fault) {
    return new ApiException(ErrorBody.server(500, message), Map.of(), Optional.of(fault));
  }

  /** No answer has come in time. */
  static ApiException gatewayTimeout(String message) {
    return of(ErrorBody.server(504, message));
  }

  /** The same request may succeed later. */
  static ApiException unavailable(String message, Duration retryAfter) {
    return unavailable(ErrorBody.server(503, message), retryAfter);
  }

  /** The same with the error object that the job has answered with. */
  static ApiException unavailable(ErrorBody body, Duration retryAfter) {
    return new ApiException(body, Map.of("retry-after", seconds(retryAfter)));
  }

  static ApiException tooManyRequests(Duration retryAfter) {
    return new ApiException(
        Problem.TOO_MANY_REQUESTS.body("Rate limit exceeded. Try again later."),
        Map.of("retry-after", seconds(retryAfter)));
  }

  ErrorBody body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** What an operator has to mend, and no client is told. */
  Optional<String> fault() {
    return fault;
  }

  /** Rounded up: a client that comes at that second must not be too early. */
  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, ceilSeconds(duration)));
  }

  static long ceilSeconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
