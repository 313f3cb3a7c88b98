package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.TopicClient;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A results topic that takes less than the settings have it. */
@ExtendWith(MiniClusterExtension.class)
class AnswerLimitIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final byte[] RED = TestRecords.picture(Color.RED);
  private static final String LARGE = "x".repeat(30_000);

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  /** The types of all answers, by id. */
  private final Map<String, List<String>> answers = new HashMap<>();

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(folder, Ports.free());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void oneThatIsLoweredFailsOneRequestAndNotTheJob(String guarantee) throws Exception {
    try (BrokerJob job =
            new BrokerJob(
                broker.bootstrapServers(),
                broker.bootstrapServers(),
                "--delivery-guarantee=" + guarantee);
        TopicClient client =
            new TopicClient(broker.bootstrapServers(), BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
      send(client, "large", LARGE);
      await().atMost(TIMEOUT).until(() -> read(client).containsKey("large"));
      limit(20_000);
      send(client, "too-large", LARGE);
      send(client, "small", "x");
      await().atMost(TIMEOUT).until(() -> read(client).keySet().size() == 3);
      send(client, "too-large-too", LARGE);
      await().atMost(TIMEOUT).until(() -> read(client).keySet().size() == 4);
      assertThat(job.starts()).as("started again once").isEqualTo(2);
      assertThat(answers.get("too-large")).containsOnly("failed");
      assertThat(answers.get("too-large-too")).containsExactly("failed");
      assertThat(answers.get("small")).containsOnly("completed");
      if (guarantee.equals("exactly-once")) {
        assertThat(answers.values()).allMatch(all -> all.size() == 1);
      }
    }
  }

  @Test
  void oneThatIsLowFromTheBeginningIsKept() throws Exception {
    try (BrokerJob first =
        new BrokerJob(broker.bootstrapServers(), broker.bootstrapServers(), "--group-id=first")) {
      await().atMost(TIMEOUT).until(() -> first.starts() == 1);
    }
    limit(20_000);
    try (BrokerJob job = new BrokerJob(broker.bootstrapServers(), broker.bootstrapServers());
        TopicClient client =
            new TopicClient(broker.bootstrapServers(), BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
      send(client, "too-large", LARGE);
      await().atMost(TIMEOUT).until(() -> read(client).containsKey("too-large"));
      assertThat(answers.get("too-large")).containsExactly("failed");
      assertThat(job.starts()).isEqualTo(1);
    }
  }

  @Test
  void tooLowAnOneIsRefusedAndOneThatNobodyTellsIsNot() throws Exception {
    try (BrokerJob job = new BrokerJob(broker.bootstrapServers(), broker.bootstrapServers())) {
      await().atMost(TIMEOUT).until(() -> job.starts() == 1);
    }
    limit(10_000);
    assertThatThrownBy(() -> destinations(BrokerJob.RESULTS).open())
        .hasMessage(
            "the topic results takes 10000 bytes (max.message.bytes), of which an answer needs"
                + " 16384 at least: raise it");
    try (Destinations.TaskDestinations unknown = destinations("no-such-topic").open()) {
      assertThat(unknown.of(TestRecords.bare(0, null)).maxBytes()).isEqualTo(1_000_000);
    }
  }

  private Destinations destinations(String resultsTopic) {
    return KafkaEndpoints.destinations(
        Settings.read(
            Scope.JOB,
            List.of(
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--results-topic=" + resultsTopic),
            Map.of()));
  }

  private void limit(int bytes) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, BrokerJob.RESULTS);
      AlterConfigOp set =
          new AlterConfigOp(
              new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
              AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get();
      // A broker follows its controller.
      await().atMost(TIMEOUT).until(() -> BrokerTopics.limit(admin, BrokerJob.RESULTS) == bytes);
    }
  }

  private static void send(TopicClient client, String id, String subject) throws Exception {
    client.request(id, RED, "ce_subject", subject).get();
  }

  private Map<String, List<String>> read(TopicClient client) {
    client
        .poll()
        .forEach(
            answer ->
                answers
                    .computeIfAbsent(
                        TopicClient.header(answer, "ce_id"), unused -> new ArrayList<>())
                    .add(TopicClient.header(answer, "ce_type").split("\\.", -1)[3]));
    return answers;
  }
}
