package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calls with nothing else going on, beside what the job says that decoding and inference took in
 * each, and by turns with the broker alone and with the model in a loop. A pause goes before each,
 * as caches and clocks are cold after one.
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

  private static final int WARM_UP_CALLS = 3000;
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

  /**
   * Has a relay do its part often enough that its code is compiled, as that of the call is by then.
   */
  static void warmUp(Call relay) throws Exception {
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      relay.run();
    }
  }

  /**
   * Times all for a round.
   *
   * @param relay a record that passes the broker as often as that of the call does
   */
  void round(Call call, Call model, Call relay) throws Exception {
    double[] callSeconds = new double[CALLS];
    double[] modelSeconds = new double[CALLS];
    double[] relaySeconds = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      callSeconds[i] = seconds(call);
      modelSeconds[i] = seconds(model);
      relaySeconds[i] = seconds(relay);
    }
    calls.add(median(callSeconds));
    works.add(workTimes.medianSeconds(CALLS));
    models.add(median(modelSeconds));
    relayed.add(median(relaySeconds));
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

  private static double seconds(Call call) throws Exception {
    OpenLoop.sleepUntil(System.nanoTime() + PAUSE_NANOS);
    long start = System.nanoTime();
    call.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] seconds) {
    Arrays.sort(seconds);
    return OpenLoop.percentile(seconds, 0.5);
  }

  private static String millis(double seconds) {
    return number("%.1f ms", seconds * 1e3);
  }
}
