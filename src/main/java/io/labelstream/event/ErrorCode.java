package io.labelstream.event;

/**
 * Every way in which a request can fail, each counted on its own.
 *
 * <p>4xx says that the request has to change, 5xx that the same request may succeed later.
 */
public enum ErrorCode {
  /** The record is not a CloudEvent of the expected version and type. */
  INVALID_EVENT(422),
  /** An option is out of its range. */
  INVALID_OPTION(422),
  /** There is neither an image nor a reference to one. */
  MISSING_IMAGE(422),
  /** The bytes are not a JPEG, PNG or WebP image. */
  UNSUPPORTED_FORMAT(422),
  /** The image claims more bytes or pixels than are allowed. */
  IMAGE_TOO_LARGE(422),
  /** The image has too few pixels to show anything. */
  IMAGE_TOO_SMALL(422),
  /** The image is damaged, truncated or of an unsupported kind of its format. */
  UNDECODABLE_IMAGE(422),
  /** The reference is not under an allowed prefix. */
  FORBIDDEN_REFERENCE(422),
  /** The reference is allowed, but nothing is there. */
  MISSING_REFERENCE(422),
  /** What the answer would have to repeat of the request does not fit the results topic. */
  ANSWER_TOO_LARGE(422),
  /** The reference could not be read now. */
  REFERENCE_UNAVAILABLE(503),
  /** The model failed on this image. */
  INFERENCE_FAILED(500);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** The HTTP status of the error object, 422, 500 or 503. */
  public int status() {
    return status;
  }
}
