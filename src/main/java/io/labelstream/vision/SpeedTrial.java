package io.labelstream.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How long each of several ways to do the same takes. They take turns, and each counts by its
 * median, so that what else the machine does falls on all alike.
 *
 * @param medianNanos how long one run takes, in the order of the ways
 */
record SpeedTrial(List<Long> medianNanos) {

  private static final int WARM_UPS = 2;
  private static final int TURNS = 21;
  private static final int FEWEST_TURNS = 3;
  private static final long NANOS_OF_EACH = 1_000_000_000;

  /** Below this, another run could say the opposite. */
  private static final double LEAST_GAIN = 1.02;

  SpeedTrial {
    medianNanos = List.copyOf(medianNanos);
  }

  /**
   * Runs each of them for a second, or until the turns are enough.
   *
   * @param clock in nanoseconds
   */
  static SpeedTrial of(List<? extends Runnable> ways, LongSupplier clock) {
    long[][] nanos = new long[ways.size()][TURNS];
    for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
      ways.forEach(Runnable::run);
    }
    long begin = clock.getAsLong();
    int turns = 0;
    while (turns < FEWEST_TURNS
        || (turns < TURNS && clock.getAsLong() - begin < ways.size() * NANOS_OF_EACH)) {
      for (int way = 0; way < nanos.length; way++) {
        long start = clock.getAsLong();
        ways.get(way).run();
        nanos[way][turns] = clock.getAsLong() - start;
      }
      turns++;
    }
    List<Long> medians = new ArrayList<>();
    for (long[] each : nanos) {
      medians.add(Arrays.stream(each, 0, turns).sorted().toArray()[turns / 2]);
    }
    return new SpeedTrial(medians);
  }

  /** The index of the fastest; the first, unless another one is clearly faster. */
  int fastest() {
    int fastest = 0;
    for (int way = 1; way < medianNanos.size(); way++) {
      if (medianNanos.get(way) * LEAST_GAIN < medianNanos.get(fastest)) {
        fastest = way;
      }
    }
    return fastest;
  }
}
