package io.labelstream.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.settings.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Plain Kafka clients, which know of Labelstream no more than any other producer and consumer. */
public final class TopicClient implements AutoCloseable {

  private static final String REQUESTS = TopicSettings.REQUESTS_TOPIC.defaultText();
  private static final String RESULTS = TopicSettings.RESULTS_TOPIC.defaultText();

  private final String requests;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Between the default topics. */
  public TopicClient(String bootstrapServers) {
    this(bootstrapServers, REQUESTS, RESULTS);
  }

  /** Reads the answers from the topic's beginning, committed ones alone. */
  public TopicClient(String bootstrapServers, String requests, String results) {
    this.requests = requests;
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "max.request.size", "33554432",
                "delivery.timeout.ms", "240000",
                "max.block.ms", "120000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(results).stream()
            .map(partition -> new TopicPartition(results, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Sends a record, with headers as names and values by turns. */
  public Future<RecordMetadata> send(
      byte @Nullable [] key, byte @Nullable [] value, String... headers) {
    return send(new ProducerRecord<>(requests, key, value), headers);
  }

  /**
   * Sends a request with an image in it.
   *
   * @param id of the request, and the record's key
   * @param more headers, as names and values by turns
   */
  public Future<RecordMetadata> request(String id, byte[] image, String... more) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                id,
                "ce_source",
                "/test",
                "ce_type",
                "io.labelstream.classification.requested.v1"));
    headers.addAll(List.of(more));
    return send(id.getBytes(UTF_8), image, headers.toArray(String[]::new));
  }

  public Future<RecordMetadata> sendTo(int partition, byte[] value, String... headers) {
    return send(new ProducerRecord<>(requests, partition, null, value), headers);
  }

  public int requestPartitions() {
    return producer.partitionsFor(requests).size();
  }

  private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
    }
    return producer.send(record);
  }

  /** What has come since the last call. */
  public List<ConsumerRecord<byte[], byte[]>> poll() {
    List<ConsumerRecord<byte[], byte[]>> answers = new ArrayList<>();
    consumer.poll(Duration.ofMillis(200)).forEach(answers::add);
    return answers;
  }

  /** The last header of a name, or nothing. */
  public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    consumer.close();
  }
}
