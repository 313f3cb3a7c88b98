package io.labelstream.settings;

/** A text that is shown nowhere. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "Secret";
  }
}
