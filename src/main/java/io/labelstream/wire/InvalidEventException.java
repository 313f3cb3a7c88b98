package io.labelstream.wire;

import java.util.List;

/** A record is not the CloudEvent that it should be; the message says why, for the client. */
final class InvalidEventException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;

  InvalidEventException(String reason) {
    this(List.of(reason));
  }

  InvalidEventException(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = reasons;
  }

  List<String> reasons() {
    return reasons;
  }
}
