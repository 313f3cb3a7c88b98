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

  /** The client of a job's topics, and its backlog, which has the job's name. */
  private record Feed(TopicClient client, TopicLoop loop) {}

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
          Pipeline batches = submit(testbed, precision, Optimization.THROUGHPUT);
          TopicClient singleClient = single.client(false);
          TopicClient batchesClient = batches.client(false)) {
        List<Feed> feeds =
            List.of(
                feed(Optimization.LATENCY, singleClient),
                feed(Optimization.THROUGHPUT, batchesClient));
        measure(precision, feeds, new WarmUp(testbed.flink()), eachDone, report, rates);
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

  private Feed feed(Optimization optimization, TopicClient client) {
    return new Feed(client, new TopicLoop(name(optimization), client, photographs));
  }

  private static String name(Optimization optimization) {
    return optimization.name().toLowerCase(Locale.ROOT);
  }

  private void measure(
      Precision precision,
      List<Feed> feeds,
      WarmUp warmUp,
      Runnable eachDone,
      Report.Builder report,
      List<List<String>> rates)
      throws Exception {
    warmUp.run(
        nanos -> {
          for (Feed feed : feeds) {
            feed.loop().perSecond(nanos / feeds.size());
          }
        });
    Rounds rounds =
        Rounds.run(feeds.stream().map(Feed::loop).toList(), this.rounds, sliceNanos, eachDone);
    List<Double> single = rounds.of(name(Optimization.LATENCY));
    List<Double> batches = rounds.of(name(Optimization.THROUGHPUT));
    Ratio gain = Ratio.of(batches, single);
    report.ratio("throughput_over_latency_" + precision, gain);
    rates.add(
        List.of(
            precision.toString(),
            number("%.1f", Ratio.median(single)),
            number("%.1f", Ratio.median(batches)),
            number("%.3f", gain.median())));
    if (precision == Precision.INT8) {
      report.table(
          "Answer times in int8, records evenly spaced at a share of the rate with latency,"
              + " medians of the rounds",
          List.of("load", "optimize-for", "p50", "p95", "p99"),
          times(feeds, Ratio.median(single), eachDone));
    }
  }

  private List<List<String>> times(List<Feed> feeds, double maximum, Runnable eachDone)
      throws Exception {
    List<OpenLoop> loops =
        feeds.stream()
            .map(feed -> new OpenLoop(feed.client(), photographs, feed.loop().sent()))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    for (double load : LOADS) {
      List<List<double[]>> seconds =
          OpenLoop.inTurns(loops, load * maximum, TIMED_RECORDS, rounds, eachDone);
      for (int i = 0; i < feeds.size(); i++) {
        rows.add(
            List.of(
                number("%.0f %%", 100 * load),
                feeds.get(i).loop().name(),
                percentile("%.1f ms", seconds.get(i), 0.5),
                percentile("%.1f ms", seconds.get(i), 0.95),
                percentile("%.1f ms", seconds.get(i), 0.99)));
      }
    }
    return rows;
  }
}
