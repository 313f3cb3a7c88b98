package io.labelstream.bench;

import static io.labelstream.bench.ReportTable.number;

import io.labelstream.settings.PrecisionChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.file.PathUtils;

/**
 * What it costs a job that somebody watches its feed: a job with a backlog, and a facade that reads
 * its answers, with and without pages that show the feed. Broker and load are in this process, the
 * facade, the pages and the job in others, and all of them share the same cores.
 *
 * @param model the compiled model's directory without its precision
 * @param photographs what is classified
 * @param pages how many show the feed
 * @param rounds how often each takes its turn
 * @param sliceNanos how long a turn is
 */
record FeedBench(Path model, List<byte[]> photographs, int pages, int rounds, long sliceNanos)
    implements Benchmark {

  private static final long WARM_UP_NANOS = 20_000_000_000L;

  /** What four photographs a second need is compiled late. */
  private static final long WATCHED_WARM_UP_NANOS = 180_000_000_000L;

  @Override
  public long steps() {
    return Rounds.slices(2, rounds);
  }

  @Override
  public Report run(Runnable eachDone) throws Exception {
    int tasks = Runtime.getRuntime().availableProcessors();
    Path directory = Files.createTempDirectory("labelstream-bench");
    try (Testbed testbed = Testbed.start(directory, tasks);
        Pipeline pipeline = testbed.submitOurs("feed", model, PrecisionChoice.INT8, tasks);
        FeedProcesses processes = FeedProcesses.start(directory, pipeline);
        TopicClient client = pipeline.client(true)) {
      TopicLoop loop = new TopicLoop("feed", client, photographs);
      Watched nobody = new Watched("nobody watches", loop, processes, testbed.flink(), 0);
      Watched watched =
          new Watched(pages + " pages watch", loop, processes, testbed.flink(), pages);
      nobody.warmUp(WARM_UP_NANOS);
      watched.warmUp(WATCHED_WARM_UP_NANOS);
      Rounds rates = Rounds.run(List.of(nobody, watched), rounds, sliceNanos, eachDone);
      return report(rates, nobody, watched);
    } finally {
      PathUtils.deleteDirectory(directory);
    }
  }

  private static Report report(Rounds rates, Watched nobody, Watched watched) {
    List<Part> all = List.of(Part.values());
    List<List<String>> rows = new ArrayList<>();
    for (Watched one : List.of(nobody, watched)) {
      List<String> row = new ArrayList<>();
      row.add(one.name());
      row.add(number("%.1f", Ratio.median(rates.of(one.name()))));
      for (Part part : all) {
        row.add(number("%.2f ms", Ratio.median(one.kept(part))));
      }
      row.add(Integer.toString(one.shown()));
      rows.add(row);
    }
    return new Report.Builder()
        .ratio("rate_watched_over_not", Ratio.of(rates.of(watched.name()), rates.of(nobody.name())))
        .ratio(
            "processor_time_watched_over_not",
            Ratio.of(watched.keptSums(all), nobody.keptSums(all)))
        .ratio(
            "processor_time_without_pages_watched_over_not",
            Ratio.of(watched.keptSums(Part.WITHOUT_PAGES), nobody.keptSums(Part.WITHOUT_PAGES)))
        .table(
            "Processor time per photograph, int8, medians of the rounds",
            List.of(
                "feed",
                "photographs/s",
                "job",
                "broker and load",
                "facade",
                "pages",
                "photographs shown"),
            rows)
        .build();
  }

  /** What takes processor time. */
  private enum Part {
    JOB,
    BROKER_AND_LOAD,
    FACADE,
    PAGES;

    private static final List<Part> WITHOUT_PAGES = List.of(JOB, BROKER_AND_LOAD, FACADE);
  }

  /** The loop while so many pages show its feed. */
  private static final class Watched implements Workload {

    private final String name;
    private final TopicLoop loop;
    private final FeedProcesses processes;
    private final FlinkProcesses flink;
    private final int pages;
    private final Map<Part, List<Double>> millis = new EnumMap<>(Part.class);
    private int shown;

    Watched(String name, TopicLoop loop, FeedProcesses processes, FlinkProcesses flink, int pages) {
      this.name = name;
      this.loop = loop;
      this.processes = processes;
      this.flink = flink;
      this.pages = pages;
    }

    @Override
    public String name() {
      return name;
    }

    /** How many photographs the pages were sent in all slices. */
    int shown() {
      return shown;
    }

    void warmUp(long nanos) throws Exception {
      processes.watch(pages);
      loop.warmUp(nanos);
    }

    @Override
    public double perSecond(long nanos) throws Exception {
      int shownBefore = processes.watch(pages);
      Map<Part, Duration> before = times();
      long sent = loop.sent();
      double rate = loop.perSecond(nanos);
      long count = loop.sent() - sent;
      times()
          .forEach(
              (part, after) ->
                  of(part)
                      .add(
                          after.minus(before.getOrDefault(part, Duration.ZERO)).toNanos()
                              / 1e6
                              / count));
      shown += processes.watch(pages) - shownBefore;
      return rate;
    }

    private Map<Part, Duration> times() {
      return Map.of(
          Part.JOB, flink.processorTime(),
          Part.BROKER_AND_LOAD, ProcessorTime.of(ProcessHandle.current()),
          Part.FACADE, processes.ofFacade(),
          Part.PAGES, processes.ofPages());
    }

    /** Of each round that counts, in milliseconds per photograph. */
    List<Double> kept(Part part) {
      return of(part).subList(1, of(part).size());
    }

    private List<Double> of(Part part) {
      return millis.computeIfAbsent(part, first -> new ArrayList<>());
    }

    List<Double> keptSums(List<Part> parts) {
      List<Double> sums = new ArrayList<>();
      for (int round = 0; round < kept(Part.JOB).size(); round++) {
        int index = round;
        sums.add(parts.stream().mapToDouble(part -> kept(part).get(index)).sum());
      }
      return sums;
    }
  }
}
