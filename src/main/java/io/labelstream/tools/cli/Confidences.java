package io.labelstream.tools.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much a model's main scores are worth: of photographs that were answered, the main score and
 * whether the main label was right.
 */
final class Confidences {

  private static final int BINS = 15;

  private final List<Confidence> confidences = new ArrayList<>();

  private record Confidence(float score, boolean right) {}

  /**
   * Adds an answer.
   *
   * @param score the main score, 0 to 1
   * @param right whether the main label is the photograph's
   */
  void add(float score, boolean right) {
    confidences.add(new Confidence(score, right));
  }

  boolean isEmpty() {
    return confidences.isEmpty();
  }

  /**
   * The expected calibration error, 0 to 1, after Guo, Pleiss, Sun and Weinberger, On Calibration
   * of Modern Neural Networks, ICML 2017, section 2: answers are put into 15 bins of equal width by
   * their score, the upper bound belonging to a bin; in each, the share of right answers is
   * compared with the mean score, and the differences are averaged, each as often as its bin has
   * answers.
   *
   * @throws IllegalStateException if there is no answer
   */
  double expectedCalibrationError() {
    double[] scores = new double[BINS];
    int[] right = new int[BINS];
    for (Confidence one : confidences) {
      int bin = Math.max((int) Math.ceil(one.score() * BINS) - 1, 0);
      scores[bin] += one.score();
      right[bin] += one.right() ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      // Of sums instead of means, so that the number of answers in the bin cancels out.
      error += Math.abs(right[bin] - scores[bin]);
    }
    return error / size();
  }

  /**
   * The share of right answers, 0 to 1, if only the surest are taken. Among equal scores those that
   * were added first count as the surer ones.
   *
   * @param percent how much of the answers is taken, 1 to 100, rounded up to whole answers
   * @throws IllegalStateException if there is no answer
   */
  double accuracyAtCoverage(int percent) {
    int taken = (size() * percent + 99) / 100;
    long right =
        confidences.stream()
            .sorted(Comparator.comparingDouble(one -> -one.score()))
            .limit(taken)
            .filter(Confidence::right)
            .count();
    return right / (double) taken;
  }

  private int size() {
    if (confidences.isEmpty()) {
      throw new IllegalStateException("no answers");
    }
    return confidences.size();
  }
}
