package io.labelstream.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two topics on a real broker. */
class TopicsIT {

  private static final int BURSTS = 5;
  private static final int RECORDS = 5_000;

  @TempDir private Path folder;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(folder, Ports.free());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void takeABurstAtOnce() throws Exception {
    byte[] value = new byte[2_000];
    for (int burst = 0; burst < BURSTS; burst++) {
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers",
                  broker.bootstrapServers(),
                  "request.timeout.ms",
                  "10000",
                  "delivery.timeout.ms",
                  "20000"),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        Settings settings = settings("burst-" + burst, 1_000_000);
        Topics.prepare(broker.bootstrapServers(), settings, 1);
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
          acknowledgements.add(
              producer.send(
                  new ProducerRecord<>(settings.get(TopicSettings.REQUESTS_TOPIC), null, value)));
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
          assertThat(acknowledgement.get().offset()).isNotNegative();
        }
      }
    }
  }

  @Test
  void staySoOnceTheyAreThereUnlessTheyAreToBeAltered() throws Exception {
    assertThat(Topics.prepare(broker.bootstrapServers(), settings("topic", 1_000_000), 2))
        .isEmpty();
    assertThat(partitions("topic-requests")).isEqualTo(12);
    assertThat(limit("topic-results")).isEqualTo("1000000");
    assertThat(configuration("topic-requests", "retention.ms")).isEqualTo("86400000");
    assertThat(configuration("topic-requests", "segment.ms")).isEqualTo("3600000");
    assertThat(configuration("topic-results", "retention.ms")).isEqualTo("604800000");

    assertThat(Topics.prepare(broker.bootstrapServers(), settings("topic", 500_000), 12)).isEmpty();
    assertThat(Topics.prepare(broker.bootstrapServers(), settings("topic", 2_000_000), 16))
        .containsExactly(
            "The topic topic-requests has 12 partitions for 16 tasks, so that some have nothing to"
                + " do: --alter-topics changes that",
            "The topic topic-results takes records of 1000000 bytes (max.message.bytes) and not of"
                + " 2000000: --alter-topics changes that");
    assertThat(
            Topics.prepare(
                broker.bootstrapServers(),
                settings("topic", 1_000_000).with(JobSettings.SPREAD, JobSettings.Spread.TASKS),
                16))
        .isEmpty();
    assertThat(partitions("topic-requests")).isEqualTo(12);
    assertThat(limit("topic-results")).isEqualTo("1000000");

    assertThat(Topics.prepare(broker.bootstrapServers(), settings("topic", 2_000_000), 16, true))
        .isEmpty();
    // What was altered is applied a moment later.
    await().until(() -> partitions("topic-requests"), partitions -> partitions == 16);
    assertThat(partitions("topic-results")).as("as many as tasks is of no use").isEqualTo(12);
    await().until(() -> limit("topic-results"), "2000000"::equals);

    assertThat(Topics.prepare(broker.bootstrapServers(), settings("topic", 500_000), 1, true))
        .isEmpty();
    assertThat(limit("topic-results")).as("nothing is taken away").isEqualTo("2000000");
  }

  private static Settings settings(String name, int maxAnswerBytes) {
    return Settings.read(
        Scope.JOB,
        List.of(
            "--requests-topic=" + name + "-requests",
            "--results-topic=" + name + "-results",
            "--max-answer-bytes=" + maxAnswerBytes),
        Map.of());
  }

  private int partitions(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      return onlyElement(admin.describeTopics(List.of(topic)).allTopicNames().get().values())
          .partitions()
          .size();
    }
  }

  private String limit(String topic) throws ExecutionException, InterruptedException {
    return configuration(topic, "max.message.bytes");
  }

  private String configuration(String topic, String name)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin()) {
      return onlyElement(admin.describeConfigs(List.of(resource)).all().get().values())
          .get(name)
          .value();
    }
  }

  private static <T> T onlyElement(Collection<T> elements) {
    return elements.iterator().next();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
