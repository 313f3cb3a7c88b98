package io.labelstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** The control topic in Kafka, all of it: it is compacted, and holds a handful of records. */
final class KafkaControlTopic implements ControlTopic {

  private static final Duration POLL = Duration.ofMillis(200);

  /** A broker that is away for longer fails whoever waits for it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private WantedModels wanted = WantedModels.NONE;

  /** Takes the consumer over. */
  KafkaControlTopic(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  @Override
  public WantedModels read() throws IOException {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IOException(
            "there is no topic "
                + topic
                + ", which says the models to run: make it, of one partition, with"
                + " cleanup.policy=compact");
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      readTo(consumer.endOffsets(partitions));
      return wanted;
    } catch (KafkaException e) {
      throw new IOException("the topic " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void readTo(Map<TopicPartition, Long> ends) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("no broker sends its records");
      }
      take(consumer.poll(POLL));
    }
  }

  @Override
  public Optional<WantedModels> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    take(records);
    return records.isEmpty() ? Optional.empty() : Optional.of(wanted);
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String key = record.key() == null ? null : new String(record.key(), UTF_8);
      wanted = wanted.with(key, record.value());
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
