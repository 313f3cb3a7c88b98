package io.labelstream.tools.cluster;

import static org.awaitility.Awaitility.await;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.local.CountedFeed;
import io.labelstream.tools.sandbox.FlinkSecret;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A job between topics of its own, with the settings that it keeps over all submissions. */
final class FeedJob {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final ProcessCluster cluster;

  /** Asked by itself: a whole status waits for the facade, and by then a restart may be over. */
  private final FlinkRest flink;

  private final String name;
  private final String bootstrapServers;
  private final List<String> settings;

  /**
   * A job that has not been submitted; its topics are there.
   *
   * @param bootstrapServers the broker
   * @param viaProxy the broker as the job sees it
   * @param guarantee at-least-once or exactly-once, its name as well
   */
  FeedJob(ProcessCluster cluster, String bootstrapServers, String viaProxy, String guarantee)
      throws Exception {
    this.cluster = cluster;
    this.flink = new FlinkRest(cluster.status().flinkUrl());
    this.name = guarantee;
    this.bootstrapServers = bootstrapServers;
    settings =
        List.of(
            "--bootstrap-servers=" + viaProxy,
            "--requests-topic=" + requests(),
            "--results-topic=" + results(),
            "--group-id=" + guarantee,
            "--job-name=" + guarantee,
            "--delivery-guarantee=" + guarantee,
            "--checkpoint-interval=1s",
            // On every processor, or the tests take twice as long where fp32 is the default.
            "--precision=int8",
            // Its feeds repeat one photograph and have to be slow.
            "--reuse-answers=0");
    Topics.prepare(bootstrapServers, Settings.read(Scope.JOB, settings, Map.of()), 4);
  }

  /** For a cluster with nothing special about it. */
  static ProcessCluster.Options onFreePorts(int taskManagers) throws IOException {
    return new ProcessCluster.Options(
        taskManagers,
        OptionalInt.of(Ports.free()),
        OptionalInt.of(Ports.free()),
        OptionalInt.of(Ports.free()),
        Map.of(),
        Map.of());
  }

  /** Submits it, or upgrades it. */
  void submit(int parallelism) throws Exception {
    List<String> all = new ArrayList<>(settings);
    all.add("--parallelism=" + parallelism);
    cluster.submit(all, "", false);
  }

  /**
   * Cancels it, without a savepoint.
   *
   * @param folder the cluster's
   * @return its id
   */
  String cancel(Path folder) throws Exception {
    String id = running().orElseThrow().id();
    flink.cancel(id, FlinkSecret.of(folder.resolve("flink-secret")));
    await().atMost(TIMEOUT).until(() -> running().isEmpty());
    return id;
  }

  /** How many answers readers of committed ones cannot get at, since a transaction is open. */
  long blocked() {
    return end("read_uncommitted") - end("read_committed");
  }

  private long end(String isolation) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(results()).stream()
              .map(partition -> new TopicPartition(results(), partition.partition()))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** A feed whose answers are counted. */
  CountedFeed feed(String source) throws Exception {
    return feed(
        source,
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg")),
        CountedFeed.Mode.BINARY);
  }

  /** A feed of a photograph of one's own. */
  CountedFeed feed(String source, byte[] photograph, CountedFeed.Mode mode) {
    return new CountedFeed(
        new TopicClient(bootstrapServers, requests(), results()), photograph, source, mode);
  }

  /** Whether all its tasks work, as far as Flink knows. */
  boolean runs() throws InterruptedException {
    return running().filter(RunningJob::runs).isPresent();
  }

  /** Nothing while the JobManager is away, too. */
  private Optional<RunningJob> running() throws InterruptedException {
    try {
      return flink.jobs().stream().filter(job -> job.name().equals(name)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void awaitRuns(boolean runs) {
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> runs() == runs);
  }

  private String requests() {
    return name + "-requests";
  }

  private String results() {
    return name + "-results";
  }
}
