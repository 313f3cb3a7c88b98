package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.stack.ModelCommands;
import io.labelstream.topic.TopicClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of a cluster of processes, one task on each of two TaskManagers, while it runs. */
class ClusterModelsIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /**
   * Until it is seen that a TaskManager is gone, and the job has started again with the models on a
   * new one.
   */
  private static final Duration FAILOVER = Duration.ofMinutes(5);

  /** Enough for each partition, and so for both tasks. */
  private static final int PHOTOGRAPHS = 60;

  @TempDir private Path folder;
  private ProcessCluster cluster;
  private ClusterAddresses addresses;
  private ModelCommands models;
  private byte[] photograph;
  private int sent;

  @BeforeEach
  void start() throws Exception {
    photograph = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    ProcessCluster.Options options = FeedJob.onFreePorts(2);
    cluster = new ProcessCluster(folder.resolve("cluster"), Map.of(), System.out::println);
    addresses =
        cluster.up(
            new ProcessCluster.Options(
                2,
                options.port(),
                options.kafkaPort(),
                options.flinkPort(),
                Map.of("taskmanager.numberOfTaskSlots", "1"),
                Map.of()));
    models = new ModelCommands(folder, addresses.bootstrapServers());
  }

  @AfterEach
  void down() throws Exception {
    cluster.down();
  }

  @Test
  void bothTaskManagersRunWhatTheTopicSaysAndOneThatComesLateToo() throws Exception {
    cluster.submit(
        List.of(
            "--models=" + ModelCommands.registry(folder),
            "--precision=fp32",
            "--parallelism=2",
            "--checkpoint-interval=1s",
            "--reuse-answers=0"),
        "",
        false);
    try (TopicClient client = new TopicClient(addresses.bootstrapServers())) {
      models.awaitRunning("primary", models.fp32(), 2, FAILOVER);
      assertThat(answering(client)).as("the setting's").containsOnlyKeys(models.fp32());
      models.output("use", models.int8());
      models.awaitRunning("primary", models.int8(), 2, FAILOVER);
      assertThat(answering(client)).containsOnlyKeys(models.int8());

      cluster.kill(new ClusterProcess(ProcessRole.TASKMANAGER, 1));
      models.output("use", models.fp32());
      cluster.up(
          new ProcessCluster.Options(
              2,
              OptionalInt.empty(),
              OptionalInt.empty(),
              OptionalInt.empty(),
              Map.of(),
              Map.of()));
      // The one that was killed says for ever what it ran last.
      models.awaitRunning("primary", models.fp32(), 2, FAILOVER);
      assertThat(answering(client)).containsOnlyKeys(models.fp32());
    }
  }

  /** With which models how many of some photographs are answered. */
  private Map<String, Integer> answering(TopicClient client) {
    int first = sent;
    for (int i = 0; i < PHOTOGRAPHS; i++) {
      var unused = client.request("id-" + sent++, photograph);
    }
    Map<String, String> answers = new HashMap<>();
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> answer : client.poll()) {
                String id = TopicClient.header(answer, "ce_id");
                // An answer of before may come again after a failure.
                if (id.startsWith("id-") && Integer.parseInt(id.substring(3)) >= first) {
                  answers.put(id, TopicClient.header(answer, "ce_model"));
                }
              }
              return answers.size() == PHOTOGRAPHS;
            });
    Map<String, Integer> counts = new HashMap<>();
    answers.values().forEach(model -> counts.merge(model, 1, Integer::sum));
    return counts;
  }
}
