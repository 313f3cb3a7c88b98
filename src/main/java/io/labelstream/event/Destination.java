package io.labelstream.event;

/**
 * Where an answer goes.
 *
 * @param topic the topic's name
 * @param maxBytes the largest record that it takes, at least {@value #MIN_BYTES}
 */
public record Destination(String topic, int maxBytes) {

  /** Room for a failed answer that says that another would not fit. */
  public static final int MIN_BYTES = 16_384;

  public Destination {
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes must be at least " + MIN_BYTES + ": " + maxBytes);
    }
  }
}
