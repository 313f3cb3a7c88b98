package io.labelstream.event;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every way in which a request can fail, each counted on its own.
 *
 * <p>4xx says that the request has to change, 5xx that it may succeed if it is sent again.
 */
public enum ErrorCode {
  /** The record is not a CloudEvent of the expected version and type. */
  INVALID_EVENT(ErrorKind.VALIDATION, 422),
  /** An option is out of its range. */
  INVALID_OPTION(ErrorKind.VALIDATION, 422),
  /** There is neither an image nor a reference to one. */
  MISSING_IMAGE(ErrorKind.VALIDATION, 422),
  /** The bytes are not a JPEG, PNG or WebP image. */
  UNSUPPORTED_FORMAT(ErrorKind.VALIDATION, 422),
  /** The image claims more bytes or pixels than are allowed. */
  IMAGE_TOO_LARGE(ErrorKind.VALIDATION, 422),
  /** The image has too few pixels to show anything. */
  IMAGE_TOO_SMALL(ErrorKind.VALIDATION, 422),
  /** The image is damaged, truncated or of an unsupported kind of its format. */
  UNDECODABLE_IMAGE(ErrorKind.VALIDATION, 422),
  /** The reference is not under an allowed prefix. */
  FORBIDDEN_REFERENCE(ErrorKind.VALIDATION, 422),
  /** The reference is allowed, but nothing is there. */
  MISSING_REFERENCE(ErrorKind.VALIDATION, 422),
  /** The answer would have to repeat more of the request than fits into the results topic. */
  ANSWER_TOO_LARGE(ErrorKind.VALIDATION, 422),
  /** The model is less sure of its best label than the request demands. */
  UNDECIDED(ErrorKind.VALIDATION, 422),
  /** The request's own expiry time was over before its turn came. */
  EXPIRED(ErrorKind.INTERNAL, 504),
  /** The reference could not be read now. */
  REFERENCE_UNAVAILABLE(ErrorKind.INTERNAL, 503),
  /** The model failed on this image. */
  INFERENCE_FAILED(ErrorKind.INTERNAL, 500);

  private final ErrorKind kind;
  private final int status;

  ErrorCode(ErrorKind kind, int status) {
    this.kind = kind;
    this.status = status;
  }

  /** The code of a name, empty for one that a newer job may have written. */
  public static Optional<ErrorCode> of(String name) {
    return Arrays.stream(values()).filter(code -> code.name().equals(name)).findFirst();
  }

  /** The last part of the URI that names the error object's type. */
  public String slug() {
    return kind.slug();
  }

  public String title() {
    return kind.title();
  }

  /** The HTTP status of the error object, 422, 500, 503 or 504. */
  public int status() {
    return status;
  }
}
