package io.labelstream.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.event.RequestRecord;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker. */
@TestInstance(Lifecycle.PER_CLASS)
class KafkaRequestReaderIT {

  private static final String TOPIC = "requests";

  private EmbeddedBroker broker;
  private KafkaProducer<byte[], byte[]> producer;
  private KafkaRequestReader reader;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    broker = EmbeddedBroker.start(folder, Ports.free());
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
    producer = producer(Map.of());
    reader =
        KafkaRequestReader.open(
            Settings.read(
                Scope.FACADE,
                List.of(
                    "--bootstrap-servers=" + broker.bootstrapServers(),
                    "--requests-topic=" + TOPIC),
                Map.of()));
  }

  @AfterAll
  void stop() {
    reader.close();
    producer.close();
    broker.close();
  }

  @Test
  void readsOneRecordByItsPosition() throws Exception {
    long offset = send(0, "a");
    send(0, "b");
    RequestRecord record = reader.read(0, offset).orElseThrow();
    assertThat(record.value()).asString(UTF_8).isEqualTo("a");
    assertThat(record.position()).isEqualTo(TOPIC + "/0/" + offset);
    assertThat(record.headers()).extracting("name").containsExactly("h");
    assertThat(reader.read(0, offset + 1)).isPresent();
    assertThat(reader.ends()).containsEntry(0, offset + 2).containsKey(1);
  }

  @Test
  void tellsThatThereIsNone() throws Exception {
    assertThat(reader.read(1, send(1, "a") + 1)).as("not yet").isEmpty();
    assertThat(reader.read(1, 1_000_000)).isEmpty();
    assertThat(reader.read(7, 0)).as("no such partition").isEmpty();
  }

  @Test
  void tellsThatOneIsGone() throws Exception {
    long offset = send(1, "a");
    send(1, "b");
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(TOPIC, 1), RecordsToDelete.beforeOffset(offset + 1)))
          .all()
          .get();
    }
    assertThat(reader.read(1, offset)).isEmpty();
    assertThat(reader.read(1, offset + 1)).isPresent();
  }

  @Test
  void readsNothingThatWasNotCommitted() throws Exception {
    long offset;
    try (KafkaProducer<byte[], byte[]> other = producer(Map.of("transactional.id", "t"))) {
      other.initTransactions();
      other.beginTransaction();
      offset = other.send(record(0, "aborted")).get().offset();
      other.flush();
      other.abortTransaction();
    }
    send(0, "behind it");
    assertThat(reader.read(0, offset)).isEmpty();
  }

  @Test
  void saysThatABrokerIsAway() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", "127.0.0.1:" + Ports.free());
    properties.setProperty("default.api.timeout.ms", "1000");
    properties.setProperty("request.timeout.ms", "900");
    try (KafkaRequestReader away = KafkaRequestReader.open(TOPIC, properties)) {
      assertThatThrownBy(() -> away.read(0, 0))
          .isInstanceOf(TopicUnavailableException.class)
          .hasMessageContaining("The topic requests cannot be read");
    }
  }

  private long send(int partition, String value) throws ExecutionException, InterruptedException {
    return producer.send(record(partition, value)).get().offset();
  }

  private static ProducerRecord<byte[], byte[]> record(int partition, String value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(TOPIC, partition, null, value.getBytes(UTF_8));
    record.headers().add("h", new byte[0]);
    return record;
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty("bootstrap.servers", broker.bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
