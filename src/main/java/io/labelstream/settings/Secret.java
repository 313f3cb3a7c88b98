package io.labelstream.settings;

/** A text that is shown nowhere. */
public final class Secret {

  private final String value;

  /** Hides a text. */
  public Secret(String value) {
    this.value = value;
  }

  /** The text, for the one who needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
