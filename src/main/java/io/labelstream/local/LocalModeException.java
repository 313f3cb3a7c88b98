package io.labelstream.local;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Local mode cannot start or go on; the message is one line that says why and what to do. */
public final class LocalModeException extends IOException {

  private static final long serialVersionUID = 1;

  LocalModeException(String message) {
    this(message, null);
  }

  LocalModeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
