package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.bench.Memory;
import io.labelstream.store.TestImages;
import io.labelstream.tools.local.CountedFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job far behind its requests topic, and one whose photographs are as large as they may be. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
class BacklogIT {

  private static final int BACKLOG = 100_000;
  private static final int BYTES = 2_000;
  private static final int WARM = 1_000;
  private static final int LATER = 4_000;
  private static final int LARGE = 40;
  private static final int LARGEST_BYTES = 20 * 1024 * 1024;

  @TempDir private Path folder;
  private ProcessCluster cluster;
  private ClusterAddresses addresses;
  private FeedJob job;

  @BeforeEach
  void start() throws Exception {
    cluster = new ProcessCluster(folder, Map.of(), System.out::println);
    addresses = cluster.up(FeedJob.onFreePorts(1));
    String kafka = addresses.bootstrapServers();
    job = new FeedJob(cluster, kafka, kafka, "at-least-once");
  }

  @AfterEach
  void stop() throws Exception {
    cluster.down();
  }

  @Test
  void memoryStaysFlatAndAnotherParallelismGoesOn() throws Exception {
    try (CountedFeed feed =
        job.feed("/backlog", TestImages.pngOfSize(1, BYTES), CountedFeed.Mode.BINARY)) {
      feed.send(BACKLOG);
      job.submit(2);
      feed.awaitAnswered(WARM);
      long early = residentKilobytes();
      feed.awaitAnswered(LATER);
      long late = residentKilobytes();
      long start = System.nanoTime();
      job.submit(1);
      feed.awaitAnswered(feed.answered() + 1);
      Duration change = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf(
          "%,d photographs behind: TaskManager %,d kB after %,d answers, %,d kB after %,d; another"
              + " parallelism took %.1f s%n",
          BACKLOG, early, WARM, late, LATER, change.toMillis() / 1e3);
      assertThat(feed.answered()).isLessThan(BACKLOG / 2);
      assertThat(late).isLessThan((long) (early * 1.1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLargestPhotographsFitIntoTheHeap(CountedFeed.Mode mode) throws Exception {
    try (CountedFeed feed = job.feed("/large", TestImages.pngOfSize(1, LARGEST_BYTES), mode)) {
      feed.send(LARGE);
      job.submit(2);
      CountedFeed.Counts counts = feed.finish();
      System.out.printf(
          "photographs of %,d bytes, %s: %s; TaskManager %,d kB%n",
          LARGEST_BYTES, mode, counts, residentKilobytes());
      assertThat(counts.lost()).isZero();
      assertThat(counts.duplicated()).as("the job has not failed").isZero();
    }
  }

  private long residentKilobytes() throws IOException {
    return Memory.residentBytes(addresses.pids().taskmanager().get(0)) / 1024;
  }
}
