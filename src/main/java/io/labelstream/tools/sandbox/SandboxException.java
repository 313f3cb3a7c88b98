package io.labelstream.tools.sandbox;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sandbox cannot do what was asked; the message says why and what to do. */
public final class SandboxException extends IOException {

  private static final long serialVersionUID = 1;

  public SandboxException(String message) {
    this(message, null);
  }

  public SandboxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
