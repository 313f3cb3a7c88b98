package io.labelstream.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads all that is on a topic. */
public final class WholeTopic {

  private static final Duration POLL = Duration.ofMillis(200);

  private WholeTopic() {}

  /**
   * Reads a topic from its beginning to where it ends at this moment; the consumer goes on from
   * there.
   *
   * @param patience how long a broker may send nothing
   * @param records takes each record, those of a partition in order
   * @throws IOException if there is no such topic, or it cannot be read; the message says so
   */
  public static void read(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Duration patience,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IOException("there is no topic " + topic);
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + patience.toNanos();
      while (!isReached(ends, consumer)) {
        if (System.nanoTime() > deadline) {
          throw new IOException("the topic " + topic + " cannot be read: no broker sends it");
        }
        var polled = consumer.poll(POLL);
        if (!polled.isEmpty()) {
          polled.forEach(records);
          deadline = System.nanoTime() + patience.toNanos();
        }
      }
    } catch (KafkaException e) {
      throw new IOException("the topic " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isReached(
      Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
