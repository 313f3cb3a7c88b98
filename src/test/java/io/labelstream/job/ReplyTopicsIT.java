package io.labelstream.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.TopicClient;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/** Requests that say where their answers go, as Spring's own template for requests makes them. */
@ExtendWith(MiniClusterExtension.class)
class ReplyTopicsIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String REPLIES = "camera-replies";
  private static final byte[] RED = TestRecords.picture(Color.RED);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void springsTemplateGetsItsReply(String guarantee) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, Ports.free());
        BrokerJob job =
            new BrokerJob(
                broker.bootstrapServers(),
                broker.bootstrapServers(),
                "--delivery-guarantee=" + guarantee,
                "--reply-topics=camera-")) {
      create(broker, REPLIES);
      ReplyingKafkaTemplate<byte[], byte[], byte[]> template = template(broker);
      template.start();
      try {
        assertThat(template.waitForAssignment(TIMEOUT)).isTrue();
        for (int i = 0; i < 3; i++) {
          ConsumerRecord<byte[], byte[]> reply =
              template
                  .sendAndReceive(new ProducerRecord<>(BrokerJob.REQUESTS, RED), TIMEOUT)
                  .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
          assertThat(new String(reply.value(), UTF_8)).contains("main_label");
        }
      } finally {
        template.stop();
        template.destroy();
      }
      assertThat(job.starts()).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeSentThereGoesToTheResultsTopic() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, Ports.free());
        BrokerJob job =
            new BrokerJob(
                broker.bootstrapServers(), broker.bootstrapServers(), "--reply-topics=camera-");
        TopicClient client =
            new TopicClient(broker.bootstrapServers(), BrokerJob.REQUESTS, BrokerJob.RESULTS)) {
      create(broker, "other");
      for (String topic : List.of("camera-missing", "other", "", "camera/..", "requests")) {
        client.send(topic.getBytes(UTF_8), RED, "kafka_replyTopic", topic).get();
      }
      List<String> keys = new ArrayList<>();
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                client.poll().forEach(answer -> keys.add(new String(answer.key(), UTF_8)));
                return keys.size() >= 5;
              });
      assertThat(keys)
          .containsExactlyInAnyOrder("camera-missing", "other", "", "camera/..", "requests");
      assertThat(job.starts()).isEqualTo(1);
    }
  }

  private static void create(EmbeddedBroker broker, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
  }

  /** As Spring's documentation makes it, with no setting of its own. */
  private static ReplyingKafkaTemplate<byte[], byte[], byte[]> template(EmbeddedBroker broker) {
    Map<String, Object> servers = Map.of("bootstrap.servers", broker.bootstrapServers());
    ContainerProperties replies = new ContainerProperties(REPLIES);
    replies.setGroupId("requester");
    return new ReplyingKafkaTemplate<>(
        new DefaultKafkaProducerFactory<>(
            servers, new ByteArraySerializer(), new ByteArraySerializer()),
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                servers, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            replies));
  }
}
