package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calls with nothing else going on, beside what the job says that decoding and inference took in
 * each; after them the model in a loop, and the broker alone. A pause goes before each, as caches
 * and clocks are cold after one.
 */
final class LoneCalls {

  static final List<String> COLUMNS =
      List.of(
          "a lone call",
          "median",
          "its decoding and inference",
          "median − both",
          "a bare relay in the job's place",
          "decoding and inference in a loop");

  static final int CALLS = 40;

  /**
   * What runs once a call is compiled for good after 5,000 calls, HotSpot's {@code
   * Tier4InvocationThreshold}. Many at once do not take its every branch.
   */
  static final int WARM_UP_CALLS = 6000;

  private static final long PAUSE_NANOS = 50_000_000;

  private final WorkTimesReader workTimes;
  private final List<Double> calls = new ArrayList<>();
  private final List<Double> works = new ArrayList<>();
  private final List<Double> models = new ArrayList<>();
  private final List<Double> relayed = new ArrayList<>();

  /**
   * Calls that have not begun.
   *
   * @param workTimes of the job that answers them, and nobody else meanwhile
   */
  LoneCalls(WorkTimesReader workTimes) {
    this.workTimes = workTimes;
  }

  /** What is timed. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  /** Calls often enough that the code is compiled. */
  static void warmUp(Call call) throws Exception {
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      call.run();
    }
  }

  /**
   * Times all for a round.
   *
   * @param relay a record that passes the broker as often as that of the call does
   */
  void round(Call call, Call model, Call relay) throws Exception {
    calls.add(medianSeconds(call));
    works.add(workTimes.medianSeconds(CALLS));
    models.add(medianSeconds(model));
    relayed.add(medianSeconds(relay));
  }

  /** How many times as long as its decoding and inference a call takes. */
  Ratio ratio() {
    return Ratio.of(calls, works);
  }

  /** A row of {@link #COLUMNS}. */
  List<String> row(String name) {
    double call = Ratio.median(calls);
    double work = Ratio.median(works);
    return List.of(
        name,
        millis(call),
        millis(work),
        millis(call - work),
        millis(Ratio.median(relayed)),
        millis(Ratio.median(models)));
  }

  private static double medianSeconds(Call call) throws Exception {
    double[] seconds = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      OpenLoop.sleepUntil(System.nanoTime() + PAUSE_NANOS);
      long start = System.nanoTime();
      call.run();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    return OpenLoop.percentile(seconds, 0.5);
  }

  private static String millis(double seconds) {
    return number("%.1f ms", seconds * 1e3);
  }
}
