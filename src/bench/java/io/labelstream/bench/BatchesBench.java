package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;
import static io.labelstream.bench.ReportTable.percentile;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.JobSettings.Optimization;
import io.labelstream.vision.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.file.PathUtils;

/**
 * A job that answers up to four records of a backlog at a time beside one that answers each as it
 * comes, and what that costs records that do not come so fast. Broker and load come from this
 * process and take their share of the same cores.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what is classified
 * @param precisions what is measured, one after the other; answer times in int8 alone
 * @param tasks how many each job has
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record BatchesBench(
    Path model,
    List<byte[]> photographs,
    List<Precision> precisions,
    int tasks,
    int rounds,
    long sliceNanos)
    implements Benchmark {

  /** Shares of the largest rate at which answers are timed. */
  private static final List<Double> LOADS = List.of(0.1, 0.7);

  private static final int TIMED_RECORDS = 100;

  /** The two jobs. */
  private record Jobs(Pipeline single, Pipeline batches) {}

  /** Photographs per second of each round, and how many each job was sent in all. */
  private record Backlogs(
      List<Double> single, long singleSent, List<Double> batches, long batchesSent) {}

  @Override
  public long steps() {
    return (long) precisions.size() * Rounds.slices(2, rounds)
        + (precisions.contains(Precision.INT8) ? 2L * LOADS.size() * rounds : 0);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    Report.Builder report = new Report.Builder();
    List<List<String>> rates = new ArrayList<>();
    for (Precision precision : precisions) {
      Path directory = Files.createTempDirectory("labelstream-bench");
      try (Testbed testbed = Testbed.start(directory, 2 * tasks);
          Pipeline single = submit(testbed, precision, Optimization.LATENCY);
          Pipeline batches = submit(testbed, precision, Optimization.THROUGHPUT)) {
        Jobs jobs = new Jobs(single, batches);
        Backlogs backlogs = backlogs(jobs, new WarmUp(testbed.flink()), eachDone);
        Ratio gain = Ratio.of(backlogs.batches(), backlogs.single());
        report.ratio("throughput_over_latency_" + precision, gain);
        rates.add(
            List.of(
                precision.toString(),
                number("%.1f", Ratio.median(backlogs.single())),
                number("%.1f", Ratio.median(backlogs.batches())),
                number("%.3f", gain.median())));
        if (precision == Precision.INT8) {
          report.table(
              "Answer times in int8, records evenly spaced at a share of the rate with latency,"
                  + " medians of the rounds",
              List.of("load", "optimize-for", "p50", "p95", "p99"),
              times(jobs, backlogs, eachDone));
        }
      } finally {
        PathUtils.deleteDirectory(directory);
      }
    }
    return report
        .table(
            "Photographs per second of a backlog, tasks: " + tasks + ", medians of this run",
            List.of("precision", "latency", "throughput", "throughput ÷ latency"),
            rates)
        .build();
  }

  private Pipeline submit(Testbed testbed, Precision precision, Optimization optimization)
      throws Exception {
    return testbed.submitOurs(
        name(optimization),
        tasks,
        Testbed.ours(model, precision.choice()).with(JobSettings.OPTIMIZE_FOR, optimization));
  }

  private TopicLoop backlog(Optimization optimization, TopicClient client) {
    return new TopicLoop(name(optimization), client, photographs);
  }

  private static String name(Optimization optimization) {
    return optimization.name().toLowerCase(Locale.ROOT);
  }

  /** With clients that leave the processor to the jobs, however each of them sends its answers. */
  private Backlogs backlogs(Jobs jobs, WarmUp warmUp, Runnable eachDone) throws Exception {
    try (TopicClient singleClient = jobs.single().client(true);
        TopicClient batchesClient = jobs.batches().client(true)) {
      TopicLoop single = backlog(Optimization.LATENCY, singleClient);
      TopicLoop batches = backlog(Optimization.THROUGHPUT, batchesClient);
      warmUp.run(
          nanos -> {
            single.perSecond(nanos / 2);
            batches.perSecond(nanos / 2);
          });
      Rounds result = Rounds.run(List.of(single, batches), rounds, sliceNanos, eachDone);
      return new Backlogs(
          result.of(single.name()), single.sent(), result.of(batches.name()), batches.sent());
    }
  }

  private List<List<String>> times(Jobs jobs, Backlogs backlogs, Runnable eachDone)
      throws Exception {
    try (TopicClient single = jobs.single().client(false);
        TopicClient batches = jobs.batches().client(false)) {
      return times(
          List.of(
              new OpenLoop(single, photographs, backlogs.singleSent()),
              new OpenLoop(batches, photographs, backlogs.batchesSent())),
          Ratio.median(backlogs.single()),
          eachDone);
    }
  }

  private List<List<String>> times(List<OpenLoop> loops, double maximum, Runnable eachDone)
      throws Exception {
    List<Optimization> optimizations = List.of(Optimization.LATENCY, Optimization.THROUGHPUT);
    List<List<String>> rows = new ArrayList<>();
    for (double load : LOADS) {
      List<List<double[]>> seconds =
          OpenLoop.inTurns(loops, load * maximum, TIMED_RECORDS, rounds, eachDone);
      for (int i = 0; i < loops.size(); i++) {
        rows.add(
            List.of(
                number("%.0f %%", 100 * load),
                name(optimizations.get(i)),
                percentile("%.1f ms", seconds.get(i), 0.5),
                percentile("%.1f ms", seconds.get(i), 0.95),
                percentile("%.1f ms", seconds.get(i), 0.99)));
      }
    }
    return rows;
  }
}
