package io.labelstream.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Kafka's own consumer for tests, with topics of one partition and the metrics of a real one. */
public final class FakeConsumer extends MockConsumer<byte[], byte[]> {

  final AtomicLong bytes = new AtomicLong();
  final AtomicLong connections = new AtomicLong(1);
  private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();

  public FakeConsumer(String... topics) {
    super("latest");
    put("incoming-byte-total", "consumer-node-metrics", new AtomicLong());
    put("incoming-byte-total", "consumer-metrics", bytes);
    put("connection-count", "consumer-metrics", connections);
    for (String topic : topics) {
      updatePartitions(
          topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0])));
      updateEndOffsets(Map.of(new TopicPartition(topic, 0), 7L));
    }
  }

  /** Puts a record without headers into a topic's only partition. */
  public void add(String topic, long offset, String value) {
    add(topic, offset, value, new RecordHeaders());
  }

  /**
   * Puts the completed answer to a request into a topic's only partition.
   *
   * @param headers names and values by turns, beside those that each answer has
   */
  public void addAnswer(
      String topic, long offset, String id, String source, String value, String... headers) {
    RecordHeaders all = new RecordHeaders();
    all.add("ce_id", id.getBytes(UTF_8));
    all.add("ce_source", source.getBytes(UTF_8));
    all.add("ce_type", "io.labelstream.classification.completed.v1".getBytes(UTF_8));
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1].getBytes(UTF_8));
    }
    add(topic, offset, value, all);
  }

  private void add(String topic, long offset, String value, Headers headers) {
    byte[] bytes = value.getBytes(UTF_8);
    addRecord(
        new ConsumerRecord<>(
            topic,
            0,
            offset,
            0L,
            TimestampType.CREATE_TIME,
            0,
            bytes.length,
            new byte[0],
            bytes,
            headers,
            Optional.empty()));
  }

  @Override
  public synchronized Map<MetricName, ? extends Metric> metrics() {
    return metrics;
  }

  private void put(String name, String group, AtomicLong value) {
    MetricName key = new MetricName(name, group, "", Map.of());
    metrics.put(
        key,
        new Metric() {
          @Override
          public MetricName metricName() {
            return key;
          }

          @Override
          public Object metricValue() {
            return value.doubleValue();
          }
        });
  }
}
