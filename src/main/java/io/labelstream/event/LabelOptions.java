package io.labelstream.event;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Which labels an answer holds.
 *
 * @param topK how many labels at the most, the main one included, 1 to 1000
 * @param minScore the least probability of a secondary label, 0 to 1; the main label is always
 *     there
 */
public record LabelOptions(int topK, double minScore) {

  public static final LabelOptions DEFAULT = new LabelOptions(5, 0);

  /** ImageNet has this many classes. */
  public static final int MAX_TOP_K = 1000;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,10}");

  /** The lengths bound what is parsed; they are more than a {@code double} can tell apart. */
  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,20}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][+-]?[0-9]{1,3})?");

  public LabelOptions {
    if (topK < 1 || topK > MAX_TOP_K) {
      throw new IllegalArgumentException("topK must be from 1 to " + MAX_TOP_K + ": " + topK);
    }
    if (!(minScore >= 0 && minScore <= 1)) {
      throw new IllegalArgumentException("minScore must be from 0 to 1: " + minScore);
    }
  }

  /**
   * Reads the options from text, by the one rule of records and HTTP. An option that is absent has
   * its default. Space around a number does not count.
   *
   * @param topKName what a violation calls {@code topK}
   * @param topK a whole number
   * @param minScoreName what a violation calls {@code minScore}
   * @param minScore a decimal number, with or without an exponent
   * @param violations takes a sentence for each text that is no number of its range, which then has
   *     its default
   */
  public static LabelOptions parse(
      String topKName,
      Optional<String> topK,
      String minScoreName,
      Optional<String> minScore,
      Consumer<String> violations) {
    return new LabelOptions(
        topK.map(text -> topK(topKName, text.strip(), violations)).orElse(DEFAULT.topK()),
        minScore
            .map(text -> minScore(minScoreName, text.strip(), violations))
            .orElse(DEFAULT.minScore()));
  }

  private static int topK(String name, String text, Consumer<String> violations) {
    if (WHOLE_NUMBER.matcher(text).matches()) {
      long topK = Long.parseLong(text);
      if (topK >= 1 && topK <= MAX_TOP_K) {
        return (int) topK;
      }
    }
    violations.accept(name + " must be a whole number from 1 to " + MAX_TOP_K);
    return DEFAULT.topK();
  }

  private static double minScore(String name, String text, Consumer<String> violations) {
    if (NUMBER.matcher(text).matches()) {
      double minScore = Double.parseDouble(text);
      if (minScore <= 1) {
        return minScore;
      }
    }
    violations.accept(name + " must be a number from 0 to 1");
    return DEFAULT.minScore();
  }
}
