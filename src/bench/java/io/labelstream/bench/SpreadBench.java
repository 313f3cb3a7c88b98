package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.JobSettings.Spread;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * A feed with nine in ten of its records in one of three partitions beside one that is even,
 * through a job with either setting of {@code spread}. Broker and load come from this process and
 * take their share of the same cores.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what is classified
 * @param tasks how many each job has
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record SpreadBench(Path model, List<byte[]> photographs, int tasks, int rounds, long sliceNanos)
    implements Benchmark {

  private static final long WARM_UP_NANOS = 75_000_000_000L;
  private static final double LOAD = 0.7;
  private static final int TIMED_RECORDS = 100;

  /** Numbers of records whose answers are timed; those before are sent for their rate. */
  private static final long TIMED = 1_000_000_000;

  /** A job, and the client of its topics. */
  private record Feed(Spread spread, TopicClient client) {

    TopicLoop loop(String shape, PartitionTurns turns, List<byte[]> photographs) {
      return new TopicLoop(name(shape), client, photographs, turns);
    }

    String name(String shape) {
      return "spread=" + spread.name().toLowerCase(Locale.ROOT) + ", " + shape;
    }
  }

  @Override
  public long steps() {
    return Rounds.slices(4, rounds) + 3L * rounds;
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, 2 * tasks);
        Pipeline byPartition = testbed.submitOurs("partitions", tasks, with(Spread.PARTITIONS));
        Pipeline byTask = testbed.submitOurs("tasks", tasks, with(Spread.TASKS));
        TopicClient partitions = byPartition.client(false);
        TopicClient freeTasks = byTask.client(false)) {
      return measure(
          new Feed(Spread.PARTITIONS, partitions), new Feed(Spread.TASKS, freeTasks), eachDone);
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  private Settings with(Spread spread) {
    return Testbed.ours(model, PrecisionChoice.INT8).with(JobSettings.SPREAD, spread);
  }

  private Report measure(Feed partitions, Feed freeTasks, Runnable eachDone) throws Exception {
    PartitionTurns even = PartitionTurns.even(tasks);
    List<TopicLoop> loops =
        Stream.of(partitions, freeTasks)
            .flatMap(
                feed ->
                    Stream.of(
                        feed.loop("even", even, photographs),
                        feed.loop("skewed", PartitionTurns.skewed(), photographs)))
            .toList();
    loops.forEach(loop -> loop.warmUp(WARM_UP_NANOS / loops.size()));
    Rounds rates = Rounds.run(loops, rounds, sliceNanos, eachDone);
    List<Double> evenRates = rates.of(partitions.name("even"));
    List<List<String>> rows = new ArrayList<>();
    for (TopicLoop loop : loops) {
      List<Double> rate = rates.of(loop.name());
      rows.add(
          List.of(
              loop.name(),
              number("%.1f", Ratio.median(rate)),
              number("%.3f", Ratio.of(rate, evenRates).median())));
    }
    return new Report.Builder()
        .ratio(
            "skewed_over_even_partitions", Ratio.of(rates.of(partitions.name("skewed")), evenRates))
        .ratio("skewed_over_even_tasks", Ratio.of(rates.of(freeTasks.name("skewed")), evenRates))
        .ratio("tasks_over_partitions_even", Ratio.of(rates.of(freeTasks.name("even")), evenRates))
        .table(
            "Photographs per second, int8, tasks: " + tasks + ", medians of this run",
            List.of("feed", "photographs/s", "÷ even by partitions"),
            rows)
        .table(
            "Answer times at 70 % of the largest even rate, records evenly spaced, medians of the"
                + " rounds",
            List.of("feed", "p50", "p95", "p99"),
            times(partitions, freeTasks, Ratio.median(evenRates), eachDone))
        .build();
  }

  private List<List<String>> times(
      Feed partitions, Feed freeTasks, double maximum, Runnable eachDone) throws Exception {
    PartitionTurns even = PartitionTurns.even(tasks);
    List<OpenLoop> loops =
        List.of(
            new OpenLoop(partitions.client(), photographs, TIMED, even),
            new OpenLoop(freeTasks.client(), photographs, TIMED, even),
            new OpenLoop(freeTasks.client(), photographs, 2 * TIMED, PartitionTurns.skewed()));
    List<String> names =
        List.of(partitions.name("even"), freeTasks.name("even"), freeTasks.name("skewed"));
    List<List<double[]>> seconds =
        OpenLoop.inTurns(loops, maximum * LOAD, TIMED_RECORDS, rounds, eachDone);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      rows.add(
          List.of(
              names.get(i),
              percentile(seconds.get(i), 0.5),
              percentile(seconds.get(i), 0.95),
              percentile(seconds.get(i), 0.99)));
    }
    return rows;
  }

  private static String percentile(List<double[]> rounds, double share) {
    return ReportTable.percentile("%.0f ms", rounds, share);
  }
}
