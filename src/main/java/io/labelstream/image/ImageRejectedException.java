package io.labelstream.image;

import io.labelstream.event.ErrorCode;

/**
 * An image cannot be classified. The code says whose fault that is; the message is for the client.
 */
public final class ImageRejectedException extends Exception {

  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String reason;

  /** Rejects an image with a sentence of the form {@code image <what is wrong>}. */
  public ImageRejectedException(ErrorCode code, String reason) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  public ErrorCode code() {
    return code;
  }
}
