package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/**
 * The whole way, Kafka to Flink to Kafka, against the same work in a bare loop, and how long
 * answers take under load. Broker and load come from this process and take their share of the same
 * cores.
 */
final class PipelineBench implements Benchmark {

  /** Until the compilers of both processes have little left to do. */
  private static final long WARM_UP_NANOS = 20_000_000_000L;

  private static final double[] LOADS = {0.3, 0.5, 0.7, 0.9};

  /** The load whose ninety-ninth percentile is compared with the model's own time. */
  private static final double COMPARED_LOAD = 0.7;

  private static final List<Precision> PRECISIONS = List.of(Precision.FP32, Precision.INT8);

  private final Path model;
  private final List<byte[]> photographs;
  private final int rounds;
  private final long sliceNanos;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Report.Builder report = new Report.Builder();
  private final List<List<String>> rates = new ArrayList<>();
  private final List<List<String>> latencies = new ArrayList<>();

  /**
   * @param model the compiled model's directory without its precision
   * @param photographs what is classified
   * @param rounds how often each takes its turn
   * @param sliceNanos how long a turn is
   */
  PipelineBench(Path model, List<byte[]> photographs, int rounds, long sliceNanos) {
    this.model = model;
    this.photographs = photographs;
    this.rounds = rounds;
    this.sliceNanos = sliceNanos;
  }

  @Override
  public long steps() {
    int parallelisms = parallelisms(cores).size();
    return (long) PRECISIONS.size() * parallelisms * Rounds.slices(2, rounds)
        + (long) rounds * (LOADS.length + 1);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    for (Precision precision : PRECISIONS) {
      measure(precision, eachDone);
    }
    return report
        .table(
            "Kafka → Flink → Kafka against a bare loop, photographs per second, medians of this"
                + " run",
            List.of("precision", "tasks", "pipeline", "loop", "pipeline ÷ loop", "resident memory"),
            rates)
        .table(
            "Answer times under load, records evenly spaced, medians of the rounds",
            List.of("precision", "tasks", "load", "records/s", "p50", "p95", "p99", "p99 ÷ model"),
            latencies)
        .build();
  }

  private void measure(Precision precision, Runnable eachDone) throws Exception {
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, cores)) {
      for (int tasks : parallelisms(cores)) {
        String name = precision + "-" + tasks;
        try (Pipeline pipeline = testbed.submitOurs(name, model, precision.choice(), tasks)) {
          measure(precision, tasks, pipeline, testbed.flink(), eachDone);
        }
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  private void measure(
      Precision precision, int tasks, Pipeline pipeline, FlinkProcesses flink, Runnable eachDone)
      throws Exception {
    List<Double> piped;
    long sent;
    try (TopicClient client = pipeline.client(true);
        Workload loop = ClassifyLoop.of("loop", model, precision, tasks, photographs)) {
      TopicLoop through = new TopicLoop("pipeline", client, photographs);
      through.warmUp(WARM_UP_NANOS);
      Rounds result = Rounds.run(List.of(through, loop), rounds, sliceNanos, eachDone);
      piped = result.of("pipeline");
      sent = through.sent();
      Ratio efficiency = Ratio.of(piped, result.of("loop"));
      if (tasks == cores) {
        report.ratio("pipeline_over_loop_" + precision, efficiency);
      }
      rates.add(
          List.of(
              precision.toString(),
              Integer.toString(tasks),
              number("%.1f", Ratio.median(piped)),
              number("%.1f", Ratio.median(result.of("loop"))),
              number("%.3f", efficiency.median()),
              number("%.2f GB", flink.residentBytes() / 1e9)));
    }
    if (tasks == cores && precision == Precision.INT8) {
      measureLatency(precision, tasks, pipeline, Ratio.median(piped), sent, eachDone);
    }
  }

  private void measureLatency(
      Precision precision,
      int tasks,
      Pipeline pipeline,
      double maximum,
      long first,
      Runnable eachDone)
      throws Exception {
    List<List<double[]>> byLoad = new ArrayList<>();
    for (int i = 0; i < LOADS.length; i++) {
      byLoad.add(new ArrayList<>());
    }
    List<Double> model = new ArrayList<>();
    try (TopicClient client = pipeline.client(false);
        Workload inference =
            TensorFlowLoop.ofModel(
                "inference", ModelBench.directory(this.model, precision), 1, 1, 1)) {
      OpenLoop open = new OpenLoop(client, photographs, first);
      // Otherwise the first rounds would pay for compiling the load's own code, on the same cores.
      open.run(maximum * COMPARED_LOAD, count(maximum * COMPARED_LOAD, WARM_UP_NANOS));
      for (int round = 0; round < rounds; round++) {
        model.add(1 / inference.perSecond(sliceNanos));
        eachDone.run();
        for (int i = 0; i < LOADS.length; i++) {
          double rate = maximum * LOADS[i];
          byLoad.get(i).add(open.run(rate, count(rate, 2 * sliceNanos)));
          eachDone.run();
        }
      }
    }
    for (int i = 0; i < LOADS.length; i++) {
      List<double[]> times = byLoad.get(i);
      Ratio overModel = Ratio.of(OpenLoop.percentiles(times, 0.99), model);
      if (LOADS[i] == COMPARED_LOAD) {
        report.ratio("p99_at_70_over_inference", overModel);
      }
      latencies.add(
          List.of(
              precision.toString(),
              Integer.toString(tasks),
              number("%.0f %%", LOADS[i] * 100),
              number("%.1f", maximum * LOADS[i]),
              number("%.0f ms", Ratio.median(OpenLoop.percentiles(times, 0.5)) * 1e3),
              number("%.0f ms", Ratio.median(OpenLoop.percentiles(times, 0.95)) * 1e3),
              number("%.0f ms", Ratio.median(OpenLoop.percentiles(times, 0.99)) * 1e3),
              number("%.1f", overModel.median())));
    }
  }

  /** Enough for a ninety-ninth percentile that is not the largest value. */
  private static int count(double perSecond, long nanos) {
    return Math.max(200, (int) (perSecond * nanos / 1e9));
  }

  /** All cores last, so that the figures of memory are those of the whole. */
  private static List<Integer> parallelisms(int cores) {
    return cores == 1 ? List.of(1) : List.of(1, cores);
  }
}
