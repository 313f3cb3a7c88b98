package io.labelstream.event;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which labels an answer holds, and whether it has to be a sure one.
 *
 * @param topK how many labels at the most, the main one included, 1 to 1000
 * @param minScore the least probability of a secondary label, 0 to 1; the main label is always
 *     there
 * @param floor the least probability of the main label, 0 to 1; below it there is no answer but
 *     {@link ErrorCode#UNDECIDED}
 */
public record LabelOptions(int topK, double minScore, double floor) {

  public static final LabelOptions DEFAULT = new LabelOptions(5, 0, 0);

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
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor must be from 0 to 1: " + floor);
    }
  }

  /** What the options are called where they are read, and in what is said to be wrong with them. */
  public record Names(String topK, String minScore, String floor) {}

  /**
   * Reads the options from text, by the one rule of records and HTTP: {@code topK} is a whole
   * number, the others are decimal numbers, with or without an exponent. An option that is absent
   * has its default. Space around a number does not count.
   *
   * @param texts has an option's text by its name
   * @param violations takes a sentence for each text that is no number of its range, which then has
   *     its default
   */
  public static LabelOptions parse(
      Names names, Function<String, Optional<String>> texts, Consumer<String> violations) {
    return new LabelOptions(
        texts
            .apply(names.topK())
            .map(text -> topK(names.topK(), text.strip(), violations))
            .orElse(DEFAULT.topK()),
        texts
            .apply(names.minScore())
            .flatMap(text -> probability(names.minScore(), text.strip(), violations))
            .orElse(DEFAULT.minScore()),
        texts
            .apply(names.floor())
            .flatMap(text -> probability(names.floor(), text.strip(), violations))
            .orElse(DEFAULT.floor()));
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

  private static Optional<Double> probability(
      String name, String text, Consumer<String> violations) {
    if (NUMBER.matcher(text).matches()) {
      double probability = Double.parseDouble(text);
      if (probability <= 1) {
        return Optional.of(probability);
      }
    }
    violations.accept(name + " must be a number from 0 to 1");
    return Optional.empty();
  }

  /**
   * Whether a main label is too improbable to be an answer. They are compared as scores are
   * written, so that a score which was read from an answer can be the floor of the next request.
   */
  public boolean isUndecided(float mainScore) {
    return mainScore < (float) floor;
  }
}
