package io.labelstream.inference;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * How sure a model is: its main scores, counted in ten buckets of equal width.
 *
 * <p>A bucket is named by its lower bound in percent, {@code 0} to {@code 90}; its upper bound is
 * the next one's, and a score of 1 is in the last. Flink's reporter for Prometheus replaces the
 * point in a label's value by default, so there are no decimals, and for the same reason no
 * cumulative buckets, whose last one would have to be called {@code +Inf}.
 */
final class ScoreHistogram {

  private static final int BUCKETS = 10;

  private final List<Counter> buckets = new ArrayList<>();

  /** Registers the buckets of a model. */
  ScoreHistogram(MetricGroup group, String model) {
    MetricGroup ofModel = group.addGroup("model", model);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      String lowerBound = Integer.toString(bucket * 100 / BUCKETS);
      buckets.add(ofModel.addGroup("bucket", lowerBound).counter("mainScores"));
    }
  }

  /**
   * Counts a score.
   *
   * @param mainScore 0 to 1
   */
  void count(float mainScore) {
    buckets.get(Math.min((int) (mainScore * BUCKETS), BUCKETS - 1)).inc();
  }
}
