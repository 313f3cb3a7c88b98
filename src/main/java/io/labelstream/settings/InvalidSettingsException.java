package io.labelstream.settings;

import java.util.List;

/** Settings that cannot be used; the message is a line for each fault and says where it is. */
public final class InvalidSettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public InvalidSettingsException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
  }

  public InvalidSettingsException(String fault, Throwable cause) {
    super(fault, cause);
  }
}
