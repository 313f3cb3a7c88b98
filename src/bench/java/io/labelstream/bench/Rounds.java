package io.labelstream.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The rates of several workloads in rounds of one slice each, in another order each round.
 *
 * @param rates units per second in each round, by workload
 */
record Rounds(Map<String, List<Double>> rates) {

  /** The seed is fixed, so that two runs take the same turns. */
  private static final long SEED = 20;

  Rounds {
    rates = Map.copyOf(rates);
  }

  /**
   * Runs the workloads, one round more than asked for, as the first one warms up.
   *
   * @param rounds how many to keep
   * @param sliceNanos how long each workload works in a round
   * @param eachDone called after each slice
   */
  static Rounds run(
      List<? extends Workload> workloads, int rounds, long sliceNanos, Runnable eachDone)
      throws Exception {
    Map<String, List<Double>> rates = new HashMap<>();
    List<Workload> order = new ArrayList<>(workloads);
    Random random = new Random(SEED);
    for (int round = 0; round <= rounds; round++) {
      Collections.shuffle(order, random);
      for (Workload workload : order) {
        double rate = workload.perSecond(sliceNanos);
        if (round > 0) {
          rates.computeIfAbsent(workload.name(), name -> new ArrayList<>()).add(rate);
        }
        eachDone.run();
      }
    }
    return new Rounds(rates);
  }

  /** How many slices {@link #run} works in all. */
  static long slices(int workloads, int rounds) {
    return (long) workloads * (rounds + 1);
  }

  /** The rates of one workload in each round. */
  List<Double> of(String workload) {
    List<Double> values = rates.get(workload);
    if (values == null) {
      throw new IllegalArgumentException("no workload " + workload + " among " + rates.keySet());
    }
    return values;
  }

  /** The best of some workloads in each round. */
  List<Double> bestOf(List<String> workloads) {
    // The best setting is one for all rounds, not whichever was luckiest in each.
    return of(
        Collections.max(
            workloads, (a, b) -> Double.compare(Ratio.median(of(a)), Ratio.median(of(b)))));
  }
}
