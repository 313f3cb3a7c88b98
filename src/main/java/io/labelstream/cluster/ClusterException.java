package io.labelstream.cluster;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The cluster cannot do what was asked; the message says why and what to do. */
public final class ClusterException extends IOException {

  private static final long serialVersionUID = 1;

  ClusterException(String message) {
    this(message, null);
  }

  ClusterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
