package io.labelstream.event;

/**
 * Which labels an answer holds.
 *
 * @param topK how many labels at the most, the main one included, 1 to 1000
 * @param minScore the least probability of a secondary label, 0 to 1; the main label is always
 *     there
 */
public record LabelOptions(int topK, double minScore) {

  /** The main label and four secondary ones. */
  public static final LabelOptions DEFAULT = new LabelOptions(5, 0);

  /** As many classes as there are. */
  public static final int MAX_TOP_K = 1000;

  /** Checks the ranges. */
  public LabelOptions {
    if (topK < 1 || topK > MAX_TOP_K) {
      throw new IllegalArgumentException("topK must be from 1 to " + MAX_TOP_K + ": " + topK);
    }
    if (!(minScore >= 0 && minScore <= 1)) {
      throw new IllegalArgumentException("minScore must be from 0 to 1: " + minScore);
    }
  }
}
