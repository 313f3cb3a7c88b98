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
   * @throws MissingTopicException if there is no such topic
   * @throws IOException if it cannot be read; the message says so
   */
  public static void read(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Duration patience,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    readNewest(consumer, topic, Long.MAX_VALUE, patience, records);
  }

  /**
   * Reads the newest records of a topic, as many of each partition as of any other.
   *
   * @param most how many of all partitions together, at least one of each
   * @return how many are older; the markers with which transactions end count like records
   * @throws MissingTopicException if there is no such topic
   * @throws IOException if it cannot be read; the message says so
   */
  public static long readNewest(
      Consumer<byte[], byte[]> consumer,
      String topic,
      long most,
      Duration patience,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new MissingTopicException(topic);
      }
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long older = seek(consumer, ends, Math.max(1, most / partitions.size()));
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
      return older;
    } catch (KafkaException e) {
      throw new IOException("the topic " + topic + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Goes to so many records before the end of each partition, and tells how many are before. */
  private static long seek(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, long mostOfEach) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ends.keySet());
    long older = 0;
    for (Map.Entry<TopicPartition, Long> beginning : beginnings.entrySet()) {
      TopicPartition partition = beginning.getKey();
      long start = Math.max(beginning.getValue(), ends.getOrDefault(partition, 0L) - mostOfEach);
      consumer.seek(partition, start);
      older += start - beginning.getValue();
    }
    return older;
  }

  private static boolean isReached(
      Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
