package io.labelstream.settings;

import java.util.List;

/** Settings that cannot be used; the message is a line for each violation and says where it is. */
public final class InvalidSettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public InvalidSettingsException(List<String> violations) {
    super(String.join(System.lineSeparator(), violations));
  }

  public InvalidSettingsException(String violation, Throwable cause) {
    super(violation, cause);
  }
}
