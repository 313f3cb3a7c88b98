package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.kafka.TestBroker;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker takes the manifests' topics, and they are what the job needs. */
class KafkaTopicsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void nothingIsMissingAndEverythingFits(Overlay overlay) throws Exception {
    Settings job =
        Settings.read(
            Scope.JOB,
            Manifests.list(overlay.job().at("/spec/job/args")),
            Manifests.environment(overlay.job().at("/spec/podTemplate")));
    try (EmbeddedBroker broker = TestBroker.start(folder, Ports.free(), Map.of());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<NewTopic> topics = KafkaManifests.topics(overlay.manifests());
      admin.createTopics(topics).all().get();
      int tasks = overlay.job().at("/spec/job/parallelism").asInt();
      assertThat(Topics.prepare(broker.bootstrapServers(), job, tasks)).isEmpty();
      assertThat(admin.listTopics().names().get())
          .containsExactlyInAnyOrderElementsOf(topics.stream().map(NewTopic::name).toList())
          .hasSize(5);
      for (String topic :
          List.of(
              job.get(RolloutSettings.MODELS_TOPIC),
              job.get(RolloutSettings.MODELS_STATUS_TOPIC))) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config =
            Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
        assertThat(Objects.requireNonNull(config.get(TopicConfig.CLEANUP_POLICY_CONFIG)).value())
            .isEqualTo(TopicConfig.CLEANUP_POLICY_COMPACT);
        assertThat(admin.describeTopics(List.of(topic)).allTopicNames().get().values())
            .singleElement()
            .satisfies(one -> assertThat(one.partitions()).hasSize(1));
      }
    }
  }
}
