package io.labelstream.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How one thing relates to another over the rounds of a run.
 *
 * @param median of the rounds' ratios
 * @param min the least of them
 * @param max the largest of them
 * @param rounds how many
 */
record Ratio(double median, double min, double max, int rounds) {

  /** Each round's numerator over the same round's denominator. */
  static Ratio of(List<Double> numerators, List<Double> denominators) {
    if (numerators.size() != denominators.size() || numerators.isEmpty()) {
      throw new IllegalArgumentException(
          "both sides need the same rounds, but have "
              + numerators.size()
              + " and "
              + denominators.size());
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < numerators.size(); i++) {
      ratios.add(numerators.get(i) / denominators.get(i));
    }
    return new Ratio(
        median(ratios), Collections.min(ratios), Collections.max(ratios), ratios.size());
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }
}
