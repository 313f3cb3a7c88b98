package io.labelstream.topic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

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
