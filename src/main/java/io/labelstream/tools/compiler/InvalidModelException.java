package io.labelstream.tools.compiler;

import java.io.IOException;

/** A source model cannot be compiled; the message is one line that names what is wrong. */
final class InvalidModelException extends IOException {

  private static final long serialVersionUID = 1;

  InvalidModelException(String message) {
    super(message);
  }
}
