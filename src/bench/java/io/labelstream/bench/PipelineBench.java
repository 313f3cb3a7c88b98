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

  /** Where nothing is compared, and the same process goes on with more tasks. */
  private static final long SHORT_WARM_UP_NANOS = 20_000_000_000L;

  private final Path model;
  private final List<byte[]> photographs;
  private final List<Precision> precisions;
  private final int rounds;
  private final long sliceNanos;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Report.Builder report = new Report.Builder();
  private final List<List<String>> rates = new ArrayList<>();

  /**
   * @param model the compiled model's directory without its precision
   * @param photographs what is classified
   * @param precisions what is measured, one after the other; answer times in int8 alone
   * @param rounds how often each takes its turn
   * @param sliceNanos how long a turn is
   */
  PipelineBench(
      Path model,
      List<byte[]> photographs,
      List<Precision> precisions,
      int rounds,
      long sliceNanos) {
    this.model = model;
    this.photographs = photographs;
    this.precisions = List.copyOf(precisions);
    this.rounds = rounds;
    this.sliceNanos = sliceNanos;
  }

  @Override
  public long steps() {
    int parallelisms = parallelisms(cores).size();
    return (long) precisions.size() * parallelisms * Rounds.slices(2, rounds)
        + (precisions.contains(Precision.INT8) ? AnswerTimes.steps(rounds) : 0);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    for (Precision precision : precisions) {
      measure(precision, eachDone);
    }
    return report
        .table(
            "Kafka → Flink → Kafka against a bare loop, photographs per second, medians of this"
                + " run",
            List.of("precision", "tasks", "pipeline", "loop", "pipeline ÷ loop", "resident memory"),
            rates)
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
    long sent;
    try (TopicClient client = pipeline.client(true);
        Workload loop = ClassifyLoop.of("loop", model, precision, tasks, photographs)) {
      TopicLoop through = new TopicLoop("pipeline", client, photographs);
      if (tasks == cores) {
        // The loop, too, or this process would still compile it beside the pipeline.
        new WarmUp(flink)
            .run(
                nanos -> {
                  through.perSecond(nanos / 2);
                  loop.perSecond(nanos / 2);
                });
      } else {
        through.warmUp(SHORT_WARM_UP_NANOS);
      }
      Rounds result = Rounds.run(List.of(through, loop), rounds, sliceNanos, eachDone);
      List<Double> piped = result.of("pipeline");
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
      new AnswerTimes(model, photographs, rounds, sliceNanos, new WarmUp(flink), report)
          .measure(pipeline, sent, eachDone);
    }
  }

  /** All cores last, so that the figures of memory are those of the whole. */
  private static List<Integer> parallelisms(int cores) {
    return cores == 1 ? List.of(1) : List.of(1, cores);
  }
}
