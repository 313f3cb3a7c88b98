package io.labelstream.event;

/**
 * A label and its probability.
 *
 * @param label the class's name in title case, for example {@code Tiger Cat}
 * @param score the softmax probability, 0 to 1
 */
public record ScoredLabel(String label, float score) {}
