package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.files.UnreliableLink;
import io.labelstream.rest.ApiClient;
import io.labelstream.store.TestImages;
import io.labelstream.tools.local.CountedFeed;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two jobs, at-least-once and exactly-once, in a cluster of processes, of which one is killed in
 * the middle of a feed. Each photograph is answered; exactly once where that was asked for.
 */
class ClusterFaultsIT {

  private static final int PHOTOGRAPHS = 150;
  private static final Duration CUT = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  @TempDir private static Path folder;
  private static ProcessCluster cluster;
  private static ProcessCluster.Options options;
  private static ClusterAddresses addresses;
  private static UnreliableLink network;
  private static FeedJob atLeastOnce;
  private static FeedJob exactlyOnce;

  @BeforeAll
  static void start() throws Exception {
    int kafka = Ports.free();
    int proxied = Ports.free();
    int controller = Ports.free();
    network = new UnreliableLink(proxied);
    options =
        new ProcessCluster.Options(
            2,
            OptionalInt.of(Ports.free()),
            OptionalInt.of(kafka),
            OptionalInt.of(Ports.free()),
            // Both jobs, and a third.
            Map.of("taskmanager.numberOfTaskSlots", "4"),
            // The jobs reach the broker through the network that can be cut, others directly.
            Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                    .formatted(kafka, proxied, controller),
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d".formatted(kafka, network.port()),
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "inter.broker.listener.name",
                "PLAINTEXT",
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT"));
    cluster = new ProcessCluster(folder, Map.of(), System.out::println);
    addresses = cluster.up(options);
    options =
        new ProcessCluster.Options(
            2, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Map.of(), Map.of());
    String viaProxy = "127.0.0.1:" + network.port();
    atLeastOnce = new FeedJob(cluster, addresses.bootstrapServers(), viaProxy, "at-least-once");
    exactlyOnce = new FeedJob(cluster, addresses.bootstrapServers(), viaProxy, "exactly-once");
    atLeastOnce.submit(2);
    exactlyOnce.submit(2);
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.down();
    network.close();
  }

  /** Something that goes wrong, and is put right. */
  private interface Fault {
    void run(List<CountedFeed> feeds) throws Exception;
  }

  @Test
  void aTaskManagerIsKilled() throws Exception {
    during(
        "TaskManager killed",
        feeds -> {
          cluster.kill(new ClusterProcess(ProcessRole.TASKMANAGER, busiestTaskManager()));
          await().atMost(TIMEOUT).until(() -> !(atLeastOnce.runs() && exactlyOnce.runs()));
          cluster.up(options);
        });
  }

  /** The number of the TaskManager with the most tasks. */
  private static int busiestTaskManager() throws Exception {
    return new FlinkRest(addresses.flinkUrl())
        .taskManagers().stream()
            .max(Comparator.comparingInt(FlinkRest.TaskManager::tasks))
            .map(taskManager -> taskManager.part().number())
            .orElseThrow();
  }

  @Test
  void theJobManagerIsKilled() throws Exception {
    during(
        "JobManager killed",
        feeds -> {
          cluster.kill(ClusterProcess.of(ProcessRole.JOBMANAGER));
          cluster.up(options);
        });
  }

  @Test
  void theBrokerIsKilled() throws Exception {
    during(
        "broker killed",
        feeds -> {
          cluster.kill(ClusterProcess.of(ProcessRole.BROKER));
          cluster.up(options);
        });
  }

  @Test
  void theNetworkIsCut() throws Exception {
    during(
        "network cut for " + CUT.toSeconds() + " s",
        feeds -> {
          network.cut();
          try {
            int answered = answeredAfter(CUT.dividedBy(2), feeds);
            assertThat(answered).isLessThan(2 * PHOTOGRAPHS);
            assertThat(answeredAfter(CUT.dividedBy(2), feeds))
                .as("nothing passes")
                .isEqualTo(answered);
          } finally {
            network.heal();
          }
        });
  }

  /** How many photographs have been answered when some time has passed. */
  private static int answeredAfter(Duration time, List<CountedFeed> feeds) {
    long end = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.multipliedBy(2))
        .until(
            () -> {
              feeds.forEach(CountedFeed::read);
              return System.nanoTime() > end;
            });
    return feeds.stream().mapToInt(CountedFeed::answered).sum();
  }

  @Test
  void theParallelismIsChangedByASavepoint() throws Exception {
    try (CountedFeed feed = exactlyOnce.feed("/rescale")) {
      feed.send(PHOTOGRAPHS);
      long longest = 0;
      for (int parallelism : List.of(1, 3, 2)) {
        feed.awaitAnswered(feed.answered() + 1);
        long start = System.nanoTime();
        if (parallelism == 2) {
          // An upgrade in two steps is the same.
          cluster.stop("exactly-once");
        }
        exactlyOnce.submit(parallelism);
        longest = Math.max(longest, System.nanoTime() - start);
      }
      CountedFeed.Counts counts = feed.finish();
      System.out.printf(
          "parallelism 2 to 1 to 3 to 2 by savepoints, exactly-once: %s; a change took up to"
              + " %.1f s%n",
          counts, longest / 1e9);
      assertThat(counts.lost()).isZero();
      assertThat(counts.duplicated()).isZero();
    }
  }

  @Test
  void aJobIsCancelledAndGoesOnFromItsCheckpoint() throws Exception {
    try (CountedFeed feed = exactlyOnce.feed("/cancelled")) {
      feed.send(PHOTOGRAPHS);
      feed.awaitAnswered(PHOTOGRAPHS / 4);
      exactlyOnce.cancel(folder);
      long blocked = exactlyOnce.blocked();
      exactlyOnce.submit(2);
      CountedFeed.Counts counts = feed.finish();
      System.out.printf(
          "cancelled, and submitted from its checkpoint, exactly-once: %s; %d answers were blocked"
              + " in between%n",
          counts, blocked);
      assertThat(counts.lost()).isZero();
      assertThat(counts.duplicated()).isZero();
      await().atMost(TIMEOUT).until(() -> exactlyOnce.blocked() == 0);
    }
  }

  @Test
  void theFacadeIsKilled() throws Exception {
    cluster.submit(List.of("--parallelism=1", "--precision=int8"), "", false);
    ApiClient client = new ApiClient(addresses.restUrl(), "x-api-key", addresses.apiKey());
    await().atMost(TIMEOUT).until(() -> client.get("/readyz").status() == 200);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ApiClient.Response created = client.upload("image", TestImages.png(1000 + i));
      assertThat(created.status()).isEqualTo(201);
      paths.add("/v1/images/" + created.json().path("id").asText());
    }
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> calls =
          paths.stream().map(path -> callers.submit(() -> retry(client, path))).toList();
      // In the middle: some have their answer, others wait for it.
      await().atMost(TIMEOUT).until(() -> calls.stream().filter(Future::isDone).count() >= 10);
      long start = System.nanoTime();
      cluster.kill(ClusterProcess.of(ProcessRole.FACADE));
      assertThat(calls.stream().filter(Future::isDone).count()).isLessThan(calls.size());
      cluster.up(options);
      double seconds = (System.nanoTime() - start) / 1e9;
      int attempts = 0;
      for (Future<Integer> call : calls) {
        attempts += call.get();
      }
      System.out.printf(
          "facade killed: %d calls, all answered, asked again %d times; %.1f s to recover%n",
          calls.size(), attempts - calls.size(), seconds);
      assertThat(attempts).as("the kill was felt").isGreaterThan(calls.size());
      for (String path : paths) {
        assertThat(client.get(path + "/download").status()).isEqualTo(200);
      }
    } finally {
      callers.shutdownNow();
      cluster.stop("labelstream");
    }
  }

  /** Asks until there is an answer, as a client would; returns how often it asked. */
  private static int retry(ApiClient client, String path) {
    int[] attempts = {0};
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              attempts[0]++;
              return client.post(path + "/classify").status() == 201;
            });
    return attempts[0];
  }

  /** Feeds both jobs while something goes wrong, and counts. */
  private static void during(String what, Fault fault) throws Exception {
    String source = "/" + what.replace(' ', '-');
    try (CountedFeed repeated = atLeastOnce.feed(source);
        CountedFeed counted = exactlyOnce.feed(source)) {
      repeated.send(PHOTOGRAPHS);
      counted.send(PHOTOGRAPHS);
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                repeated.read();
                counted.read();
                return repeated.answered() > PHOTOGRAPHS / 5
                    || counted.answered() > PHOTOGRAPHS / 5;
              });
      assertThat(repeated.answered()).as("the feed is not over yet").isLessThan(PHOTOGRAPHS);
      assertThat(counted.answered()).as("the feed is not over yet").isLessThan(PHOTOGRAPHS);
      long start = System.nanoTime();
      fault.run(List.of(repeated, counted));
      atLeastOnce.awaitRuns(true);
      exactlyOnce.awaitRuns(true);
      counted.awaitAnswered(Math.min(PHOTOGRAPHS, counted.answered() + 1));
      double seconds = (System.nanoTime() - start) / 1e9;
      CountedFeed.Counts atLeast = repeated.finish();
      CountedFeed.Counts exactly = counted.finish();
      System.out.printf("%s, at-least-once: %s%n", what, atLeast);
      System.out.printf("%s, exactly-once: %s; %.1f s to recover%n", what, exactly, seconds);
      assertThat(atLeast.lost()).isZero();
      assertThat(exactly.lost()).isZero();
      assertThat(exactly.duplicated()).isZero();
    }
  }
}
