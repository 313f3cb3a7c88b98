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
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of a producer with transactions: those that it takes back were never made. */
@ExtendWith(MiniClusterExtension.class)
class CommittedRequestsIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final byte[] RED = TestRecords.picture(Color.RED);

  @TempDir private Path folder;
  private final List<String> answered = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"at-least-once, partitions", "exactly-once, tasks"})
  void onlyCommittedOnesAreAnswered(String guarantee, String spread) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, Ports.free());
        BrokerJob job =
            new BrokerJob(
                broker.bootstrapServers(),
                broker.bootstrapServers(),
                "--delivery-guarantee=" + guarantee,
                "--spread=" + spread);
        TopicClient client =
            new TopicClient(broker.bootstrapServers(), BrokerJob.REQUESTS, BrokerJob.RESULTS);
        KafkaProducer<byte[], byte[]> upstream = upstream(broker, "upstream");
        KafkaProducer<byte[], byte[]> slow = upstream(broker, "slow")) {
      upstream.beginTransaction();
      send(upstream, 0, "aborted");
      upstream.flush();
      upstream.abortTransaction();
      upstream.beginTransaction();
      send(upstream, 0, "committed");
      upstream.commitTransaction();
      slow.beginTransaction();
      send(slow, 1, "open");
      slow.flush();
      // Behind the open one it waits, on another partition it does not.
      send(upstream(broker, "other"), 1, "behind", 2, "beside");
      await().atMost(TIMEOUT).until(() -> read(client).contains("beside"));
      assertThat(read(client)).containsExactlyInAnyOrder("committed", "beside");
      slow.commitTransaction();
      await().atMost(TIMEOUT).until(() -> read(client).size() == 4);
      assertThat(answered).containsExactlyInAnyOrder("committed", "beside", "open", "behind");
      assertThat(job.starts()).isEqualTo(1);
    }
  }

  private List<String> read(TopicClient client) {
    client.poll().forEach(answer -> answered.add(TopicClient.header(answer, "ce_id")));
    return answered;
  }

  private static KafkaProducer<byte[], byte[]> upstream(EmbeddedBroker broker, String id) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  /** Two records in a transaction of their own. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer, int first, String id, int second, String other) {
    try (producer) {
      producer.beginTransaction();
      send(producer, first, id);
      send(producer, second, other);
      producer.commitTransaction();
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, int partition, String id) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(BrokerJob.REQUESTS, partition, null, RED);
    List.of(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", id),
            Map.entry("ce_source", "/upstream"),
            Map.entry("ce_type", "io.labelstream.classification.requested.v1"))
        .forEach(
            header -> record.headers().add(header.getKey(), header.getValue().getBytes(UTF_8)));
    var unused = producer.send(record);
  }
}
