package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsClient;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import io.labelstream.rollout.RolloutReader;
import io.labelstream.rollout.WantedModels;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The topics of the models, as they are made, on a real broker. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelsTopicsIT {

  private static final ModelId A = FakeModels.A;
  private static final ModelId B = FakeModels.B;

  private EmbeddedBroker broker;
  private Settings settings;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    broker = EmbeddedBroker.start(folder, Ports.free());
    settings = Settings.read(Scope.JOB, List.of("--models=" + folder.toUri()), Map.of());
    Topics.prepare(broker.bootstrapServers(), settings, 2);
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void areCompactedAndHaveOnePartition() throws Exception {
    try (Admin admin = Admin.create(properties())) {
      for (String topic :
          List.of(
              settings.get(RolloutSettings.MODELS_TOPIC),
              settings.get(RolloutSettings.MODELS_STATUS_TOPIC))) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        assertThat(admin.describeConfigs(List.of(resource)).all().get().values())
            .singleElement()
            .satisfies(
                config ->
                    assertThat(config.entries())
                        .filteredOn(entry -> entry.name().equals("cleanup.policy"))
                        .extracting(ConfigEntry::value)
                        .containsExactly("compact"));
        assertThat(admin.describeTopics(List.of(topic)).allTopicNames().get().values())
            .singleElement()
            .satisfies(description -> assertThat(description.partitions()).hasSize(1));
      }
    }
    assertThat(Topics.prepare(broker.bootstrapServers(), settings, 2)).as("again").isEmpty();
  }

  @Test
  void sayWhatRunsFromTheirBeginningAndFromThenOn() throws Exception {
    try (ModelsClient client = client();
        RolloutReader reader = reader()) {
      client.assign(Role.PRIMARY, new Assignment(A, 1));
      client.assign(Role.CANARY, new Assignment(B, 0.25));
      client.takeBack(Role.SHADOW);
      try (KafkaControlTopic topic = control(settings.get(RolloutSettings.MODELS_TOPIC))) {
        WantedModels first = topic.read();
        assertThat(first.assignments())
            .isEqualTo(
                Map.of(Role.PRIMARY, new Assignment(A, 1), Role.CANARY, new Assignment(B, 0.25)));
        assertThat(reader.wanted()).isEqualTo(first);
        assertThat(topic.poll(Duration.ofMillis(50))).isEmpty();
        client.takeBack(Role.CANARY);
        client.assign(Role.PRIMARY, new Assignment(B, 1));
        WantedModels last = new WantedModels(Map.of(Role.PRIMARY, new Assignment(B, 1)));
        await().until(() -> topic.poll(Duration.ofMillis(50)).equals(Optional.of(last)));
        try (KafkaControlTopic late = control(settings.get(RolloutSettings.MODELS_TOPIC))) {
          assertThat(late.read()).isEqualTo(last);
        }
      }
    }
  }

  @Test
  void haveWhatEachTaskManagerHasSaidLast() throws Exception {
    ModelsStatus one =
        new ModelsStatus(
            "tm-1",
            "job",
            "2026-01-02T03:04:05Z",
            Map.of("primary", new ModelsStatus.Running("a-fp32@aaaaaaaaaaaa", 1)),
            Map.of("canary", "b-fp32@bbbbbbbbbbbb"),
            Map.of("shadow", new ModelsStatus.Failed("c-fp32@cccccccccccc", "it gives NaN")));
    ModelsStatus other =
        new ModelsStatus("tm-2", "job", "2026-01-02T03:04:05Z", Map.of(), Map.of(), Map.of());
    try (KafkaReports reports =
            new KafkaReports(
                ClientSettings.openProducer(properties()),
                settings.get(RolloutSettings.MODELS_STATUS_TOPIC));
        RolloutReader reader = reader()) {
      reports.tell(other);
      reports.tell(other);
      reports.tell(one);
      await().until(() -> reader.statuses().equals(List.of(one, other)));
      reports.forget(other);
      await().until(() -> reader.statuses().equals(List.of(one)));
    }
  }

  @Test
  void areMissedInOneLine() {
    try (KafkaControlTopic topic = control("none")) {
      assertThatThrownBy(topic::read)
          .isInstanceOf(IOException.class)
          .hasMessage("there is no topic none");
    }
  }

  private KafkaControlTopic control(String topic) {
    return new KafkaControlTopic(ClientSettings.openConsumer(properties()), topic);
  }

  private ModelsClient client() {
    return new ModelsClient(ClientSettings.openProducer(properties()), settings);
  }

  private RolloutReader reader() {
    return new RolloutReader(ClientSettings.openConsumer(properties()), settings);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    properties.setProperty("allow.auto.create.topics", "false");
    return properties;
  }
}
