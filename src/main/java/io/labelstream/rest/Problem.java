package io.labelstream.rest;

import io.labelstream.event.ErrorBody;

/** The errors that HTTP has beside those of a classification, which {@link ErrorBody} has. */
enum Problem {
  BAD_REQUEST(400, "bad-request", "Bad Request"),
  UNAUTHORIZED(401, "unauthorized", "Unauthorized"),
  FORBIDDEN(403, "forbidden", "Forbidden"),
  NOT_FOUND(404, "not-found", "Not Found"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "Method Not Allowed"),
  REQUEST_TIMEOUT(408, "request-timeout", "Request Timeout"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Unsupported Media Type"),
  RANGE_NOT_SATISFIABLE(416, "range-not-satisfiable", "Range Not Satisfiable"),
  EXPECTATION_FAILED(417, "expectation-failed", "Expectation Failed"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "Too Many Requests"),
  HEADERS_TOO_LARGE(431, "headers-too-large", "Request Header Fields Too Large");

  private final int status;
  private final String slug;
  private final String title;

  Problem(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  ErrorBody body(String message) {
    return ErrorBody.of(slug, title, status, message);
  }
}
