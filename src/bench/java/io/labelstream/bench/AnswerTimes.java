package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.vision.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the int8 answers of a pipeline take: a lone record's, and those of records that come
 * evenly spaced, at shares of the largest rate.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what is classified
 * @param rounds how often each is measured
 * @param sliceNanos how long the model alone works in a round
 * @param warmUp of the pipeline's processes
 * @param report is given the figures
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record AnswerTimes(
    Path model,
    List<byte[]> photographs,
    int rounds,
    long sliceNanos,
    WarmUp warmUp,
    Report.Builder report) {

  private static final double[] LOADS = {0.3, 0.5, 0.7, 0.9};

  /** The load whose ninety-ninth percentile is compared with the model's own time. */
  private static final double COMPARED_LOAD = 0.7;

  /** How often {@link #measure} has done something. */
  static long steps(int rounds) {
    return (long) rounds * (LOADS.length + 3);
  }

  /**
   * Measures a pipeline that has no records before it.
   *
   * @param first the number of the next record
   */
  void measure(Pipeline pipeline, long first, Runnable eachDone) throws Exception {
    try (TopicClient client = pipeline.client(false)) {
      long next = underLoad(client, first, eachDone);
      alone(pipeline, client, next, eachDone);
    }
  }

  /** Returns the number of the record after those that it has sent. */
  private long underLoad(TopicClient client, long first, Runnable eachDone) throws Exception {
    List<List<double[]>> byLoad = new ArrayList<>();
    for (int i = 0; i < LOADS.length; i++) {
      byLoad.add(new ArrayList<>());
    }
    List<Double> models = new ArrayList<>();
    List<Double> maxima = new ArrayList<>();
    TopicLoop largest = new TopicLoop("largest rate", client, photographs);
    OpenLoop open = new OpenLoop(client, photographs, first);
    try (Workload inference =
        TensorFlowLoop.ofModel("inference", ModelBench.directory(model, Precision.INT8), 1, 1, 1)) {
      double compared = largest.perSecond(sliceNanos) * COMPARED_LOAD;
      // Or compilers would make what is due at the time wait.
      warmUp.run(nanos -> open.run(compared, count(compared, nanos)));
      for (int round = 0; round < rounds; round++) {
        models.add(1 / inference.perSecond(sliceNanos));
        eachDone.run();
        // Of this round, or a machine that has slowed down since would be given more than a share.
        double maximum = largest.perSecond(sliceNanos);
        maxima.add(maximum);
        eachDone.run();
        for (int i = 0; i < LOADS.length; i++) {
          double rate = maximum * LOADS[i];
          byLoad.get(i).add(open.run(rate, count(rate, 2 * sliceNanos)));
          eachDone.run();
        }
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < LOADS.length; i++) {
      Ratio overModel = Ratio.of(OpenLoop.percentiles(byLoad.get(i), 0.99), models);
      if (LOADS[i] == COMPARED_LOAD) {
        report.ratio("p99_at_70_over_inference", overModel);
      }
      rows.add(row(LOADS[i], Ratio.median(maxima), byLoad.get(i), overModel));
    }
    report.table(
        "Answer times under load in int8, records evenly spaced, medians of the rounds",
        List.of("load", "records/s", "p50", "p95", "p99", "p99 ÷ model"),
        rows);
    return open.next();
  }

  private void alone(Pipeline pipeline, TopicClient client, long first, Runnable eachDone)
      throws Exception {
    LoneRecords records = new LoneRecords(client, photographs, first);
    try (ClassifyLoop loop = ClassifyLoop.open(model, Precision.INT8, photographs);
        WorkTimesReader workTimes = WorkTimesReader.of(pipeline);
        BareRelay relay = BareRelay.start(pipeline.bootstrapServers());
        TopicClient relayClient = relay.client()) {
      LoneRecords relayed = new LoneRecords(relayClient, photographs, 0);
      LoneCalls.warmUp(relayed::send);
      LoneCalls calls = new LoneCalls(workTimes);
      for (int round = 0; round < rounds; round++) {
        calls.round(records::send, loop::run, relayed::send);
        eachDone.run();
      }
      report.ratio("lone_record_over_model", calls.ratio());
      report.table(
          "One record at a time, medians of the rounds",
          LoneCalls.COLUMNS,
          List.of(calls.row("through Kafka")));
    }
  }

  private static List<String> row(
      double load, double maximum, List<double[]> times, Ratio overModel) {
    return List.of(
        number("%.0f %%", load * 100),
        number("%.1f", maximum * load),
        percentile(times, 0.5),
        percentile(times, 0.95),
        percentile(times, 0.99),
        number("%.1f", overModel.median()));
  }

  private static String percentile(List<double[]> rounds, double share) {
    return ReportTable.percentile("%.0f ms", rounds, share);
  }

  /** Enough for a ninety-ninth percentile that is not the largest value. */
  private static int count(double perSecond, long nanos) {
    return Math.max(200, (int) (perSecond * nanos / 1e9));
  }
}
