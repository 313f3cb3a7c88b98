package io.labelstream.store;

import java.io.IOException;

/** The store of the images' bytes did not answer in time; the same may succeed later. */
public final class StoreUnavailableException extends IOException {

  private static final long serialVersionUID = 1;

  StoreUnavailableException(String message) {
    super(message);
  }
}
