package io.labelstream.settings;

import java.util.List;

/** The configuration cannot be used; the message names every fault and where it stands. */
public final class InvalidSettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /** Names faults, a sentence each. */
  public InvalidSettingsException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
  }

  /** Names a fault that somebody else has found. */
  public InvalidSettingsException(String fault, Throwable cause) {
    super(fault, cause);
  }
}
