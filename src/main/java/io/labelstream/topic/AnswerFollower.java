package io.labelstream.topic;

import io.labelstream.kafka.ReadingConsumers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Follows all partitions of an answers' topic from its end on, and those that are added from their
 * beginning. For one thread.
 */
public final class AnswerFollower implements AutoCloseable {

  /** The consumer knows the partitions already, so that looking costs nothing. */
  private static final long PARTITIONS_NANOS = Duration.ofSeconds(2).toNanos();

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final LongSupplier nanoTime;
  private final BrokerLiveness liveness;
  private long lastLooked;
  private boolean alive;

  /**
   * Follows from now on: where each partition ends is known when this returns, so that the answer
   * to whatever is sent afterwards is seen.
   *
   * @param consumer is closed with this; the caller closes it if this throws
   * @param fetchWait how long the consumer's fetches let a broker wait for records
   * @throws UnknownTopicOrPartitionException if there is no such topic
   * @throws KafkaException if no broker says where it ends
   */
  public AnswerFollower(Consumer<byte[], byte[]> consumer, Duration fetchWait, String topic) {
    this(consumer, fetchWait, topic, System::nanoTime);
  }

  AnswerFollower(
      Consumer<byte[], byte[]> consumer, Duration fetchWait, String topic, LongSupplier nanoTime) {
    this.consumer = consumer;
    this.topic = topic;
    this.nanoTime = nanoTime;
    List<TopicPartition> assigned = partitions(consumer, topic);
    consumer.assign(assigned);
    consumer.seekToEnd(assigned);
    // Seeking alone would wait for the first poll.
    assigned.forEach(consumer::position);
    liveness = new BrokerLiveness(consumer, fetchWait, nanoTime);
    lastLooked = nanoTime.getAsLong();
  }

  /**
   * The partitions of a topic.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   */
  public static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
    return partitions(topic, consumer.partitionsFor(topic));
  }

  /**
   * The partitions of a topic, unless finding them takes longer than a caller can wait.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   */
  static List<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, String topic, Duration patience) {
    return partitions(topic, consumer.partitionsFor(topic, patience));
  }

  private static List<TopicPartition> partitions(String topic, List<PartitionInfo> known) {
    List<TopicPartition> partitions =
        known.stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("there is no topic " + topic);
    }
    return partitions;
  }

  /** The records that come within a time, whatever they hold. */
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    // What fails here must not take records with it that were polled already.
    if (alive && nanoTime.getAsLong() - lastLooked > PARTITIONS_NANOS) {
      lastLooked = nanoTime.getAsLong();
      addNewPartitions();
    }
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    alive = liveness.isAlive(!records.isEmpty());
    return records;
  }

  /** Whether the broker was there at the last poll. */
  public boolean isAlive() {
    return alive;
  }

  /**
   * How many records the last fetches knew of that the last poll has not brought; empty before each
   * partition was fetched from.
   */
  OptionalLong lag() {
    long sum = 0;
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong lag = consumer.currentLag(partition);
      if (lag.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += lag.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  private void addNewPartitions() {
    List<TopicPartition> now = partitions(consumer, topic);
    List<TopicPartition> added = new ArrayList<>(now);
    added.removeAll(consumer.assignment());
    if (!added.isEmpty()) {
      consumer.assign(now);
      consumer.seekToBeginning(added);
    }
  }

  @Override
  public void close() {
    ReadingConsumers.close(consumer);
  }
}
