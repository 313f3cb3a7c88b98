package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.kafka.TestBroker;
import io.labelstream.settings.TopicSettings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics of the manifests on a real broker, where their times and sizes are shorter. */
class RetentionIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String TOPIC = "requests";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  /** Makes three seconds of a day. */
  private static final long TIMES_SHORTER = 28_800;

  /** Makes a segment of the size that Kafka takes at the least. */
  private static final long TIMES_SMALLER = 256;

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void start() throws Exception {
    broker =
        TestBroker.start(
            folder,
            Ports.free(),
            Map.of(
                "log.retention.check.interval.ms", "100",
                "log.initial.task.delay.ms", "100"));
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    admin.close();
    broker.close();
  }

  /** Without a segment time, the segment that is written to would keep all of them. */
  @Test
  void recordsAreDeletedWhileOthersCome() throws Exception {
    make(TIMES_SHORTER, 1);
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              send(new byte[100]);
              return offset(OffsetSpec.earliest()) > 0;
            });
    assertThat(offset(OffsetSpec.latest())).isGreaterThan(offset(OffsetSpec.earliest()));
  }

  @Test
  void noPartitionFillsTheDisk() throws Exception {
    Map<String, String> made = make(1, TIMES_SMALLER);
    long most =
        Long.parseLong(made.get("retention.bytes")) + Long.parseLong(made.get("segment.bytes"));
    byte[] value = new byte[500_000];
    new Random(1).nextBytes(value);
    for (long sent = 0; sent < 2 * most; sent += value.length) {
      var unused = producer.send(new ProducerRecord<>(TOPIC, value));
    }
    producer.flush();
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                (offset(OffsetSpec.latest()) - offset(OffsetSpec.earliest())) * value.length
                    <= most);
  }

  private Map<String, String> make(long shorter, long smaller) throws Exception {
    Map<String, String> configuration =
        new HashMap<>(
            Manifests.texts(
                Overlay.PRODUCTION
                    .one("KafkaTopic", TopicSettings.REQUESTS_TOPIC.defaultText())
                    .at("/spec/config")));
    configuration.remove("min.insync.replicas");
    configuration.replaceAll(
        (name, value) ->
            switch (name) {
              case "retention.ms", "segment.ms" -> Long.toString(Long.parseLong(value) / shorter);
              case "retention.bytes", "segment.bytes" ->
                  Long.toString(Long.parseLong(value) / smaller);
              default -> value;
            });
    admin
        .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(configuration)))
        .all()
        .get();
    return configuration;
  }

  private void send(byte[] value) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(TOPIC, value)).get();
  }

  private long offset(OffsetSpec which) throws ExecutionException, InterruptedException {
    return admin.listOffsets(Map.of(PARTITION, which)).partitionResult(PARTITION).get().offset();
  }
}
