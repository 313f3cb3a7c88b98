package io.labelstream.event;

import java.util.List;

/** A record holds no request that can be served; the message says why, for the client. */
final class InvalidEventException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Outcome.Failed failure;

  InvalidEventException(String reason) {
    this(Outcome.Failed.because(ErrorCode.INVALID_EVENT, reason));
  }

  InvalidEventException(ErrorCode code, List<String> reasons) {
    this(new Outcome.Failed(code, reasons));
  }

  private InvalidEventException(Outcome.Failed failure) {
    super(String.join("; ", failure.reasons()));
    this.failure = failure;
  }

  Outcome.Failed failure() {
    return failure;
  }
}
