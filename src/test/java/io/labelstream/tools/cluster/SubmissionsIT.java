package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.bench.Memory;
import io.labelstream.processes.DiagnosticCommand;
import io.labelstream.tools.local.CountedFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job submitted and cancelled again and again in one cluster, of which nothing may stay behind.
 * The system property {@code submissions} says how often.
 */
@EnabledOnOs(OS.LINUX)
class SubmissionsIT {

  private static final int SUBMISSIONS = Integer.getInteger("submissions", 6);
  private static final int PHOTOGRAPHS = 20;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void nothingStaysBehind() throws Exception {
    ProcessCluster cluster = new ProcessCluster(folder, Map.of(), System.out::println);
    try {
      ClusterAddresses addresses = cluster.up(FeedJob.onFreePorts(1));
      String kafka = addresses.bootstrapServers();
      FeedJob job = new FeedJob(cluster, kafka, kafka, "at-least-once");
      long taskManager = addresses.pids().taskmanager().get(0);
      List<Figures> figures = new ArrayList<>();
      for (int submission = 1; submission <= SUBMISSIONS; submission++) {
        job.submit(2);
        try (CountedFeed feed = job.feed("/submission-" + submission)) {
          feed.send(PHOTOGRAPHS);
          assertThat(feed.finish().lost()).isZero();
        }
        job.cancel(folder);
        figures.add(Figures.of(taskManager));
        System.out.println("submission " + submission + ": " + figures.get(submission - 1));
      }
      Figures early = figures.get(SUBMISSIONS / 2 - 1);
      Figures late = figures.get(SUBMISSIONS - 1);
      assertThat(late.threads()).isLessThanOrEqualTo(early.threads() + 5);
      assertThat(late.metaspaceKilobytes())
          .isLessThanOrEqualTo((long) (early.metaspaceKilobytes() * 1.05));
      // With glibc's own number of arenas it was 1.15 times as much.
      assertThat(late.nativeKilobytes())
          .isLessThanOrEqualTo((long) (early.nativeKilobytes() * 1.1));
    } finally {
      cluster.down();
    }
  }

  /**
   * What a TaskManager holds once the class loaders of earlier jobs have gone.
   *
   * @param threads all threads
   * @param metaspaceKilobytes used metaspace
   * @param residentKilobytes resident memory
   * @param nativeKilobytes what of it is outside the Java heap, which is touched bit by bit
   */
  private record Figures(
      long threads, long metaspaceKilobytes, long residentKilobytes, long nativeKilobytes) {

    private static final Pattern HEAP = Pattern.compile("\\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ ");

    static Figures of(long pid) throws IOException, InterruptedException {
      // JNA's cleaner thread keeps that of the job that started it. Others may outlive a
      // collection.
      await().atMost(TIMEOUT).until(() -> classLoaders(pid) <= 1);
      String heap = DiagnosticCommand.run(pid, "GC.heap_info");
      String metaspace =
          heap.lines().filter(line -> line.contains("Metaspace")).findFirst().orElseThrow();
      long resident = Memory.residentBytes(pid) / 1024;
      return new Figures(
          threads(pid),
          Long.parseLong(metaspace.replaceAll(".*used (\\d+)K.*", "$1")),
          resident,
          resident - heapKilobytes(pid, heap));
    }

    /** How many live of those that Flink made for job jars; a histogram of what lives collects. */
    private static long classLoaders(long pid) throws IOException, InterruptedException {
      return DiagnosticCommand.run(pid, "GC.class_histogram")
          .lines()
          .filter(line -> line.contains("ChildFirstClassLoader"))
          .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]))
          .sum();
    }

    /** What is resident of the range of addresses that the heap has. */
    private static long heapKilobytes(long pid, String heapInfo) throws IOException {
      Matcher range = HEAP.matcher(heapInfo);
      assertThat(range.find()).as(heapInfo).isTrue();
      long start = Long.parseUnsignedLong(range.group(1), 16);
      long end = Long.parseUnsignedLong(range.group(2), 16);
      long kilobytes = 0;
      boolean within = false;
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
        Matcher mapping = MAPPING.matcher(line);
        if (mapping.find()) {
          long address = Long.parseUnsignedLong(mapping.group(1), 16);
          within = address >= start && address < end;
        } else if (within && line.startsWith("Rss:")) {
          kilobytes += Long.parseLong(line.replaceAll("\\D+", ""));
        }
      }
      return kilobytes;
    }

    private static long threads(long pid) throws IOException {
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
        return threads.count();
      }
    }
  }
}
