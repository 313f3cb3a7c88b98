package io.labelstream.topic;

import io.labelstream.event.RequestRecord;
import io.labelstream.kafka.ClientSettings;
import io.labelstream.kafka.KafkaRequests;
import io.labelstream.kafka.ReadingConsumers;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads requests by their positions with consumers that hold no partition in between, so that they
 * fetch nothing while nobody asks.
 */
public final class KafkaRequestReader implements RequestReader {

  /** A record that is there comes at once, unless the broker is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String topic;
  private final IdleConsumers consumers;
  private final LongSupplier nanoTime;

  /**
   * A reader that has not connected.
   *
   * @param connections makes consumers that read committed records, fetch as little as they can and
   *     say when an offset is out of range
   * @param nanoTime as {@link System#nanoTime}
   */
  KafkaRequestReader(
      String topic, Supplier<Consumer<byte[], byte[]>> connections, LongSupplier nanoTime) {
    this.topic = topic;
    this.consumers = new IdleConsumers(connections, nanoTime);
    this.nanoTime = nanoTime;
  }

  /** Takes the facade's settings; connects when it is asked. */
  public static KafkaRequestReader open(Settings settings) {
    return open(
        settings.get(TopicSettings.REQUESTS_TOPIC),
        ClientProfile.FACADE.consumer(
            settings.get(TopicSettings.BOOTSTRAP_SERVERS), settings.kafka().consumer()));
  }

  /** Takes the properties of any consumer of ours. */
  public static KafkaRequestReader open(String topic, Properties consumer) {
    Properties properties = new Properties();
    properties.putAll(consumer);
    // A broker sends one whole batch whatever these say, and that is what is asked for.
    properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "1");
    properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1");
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaRequestReader(
        topic, () -> ClientSettings.openConsumer(properties), System::nanoTime);
  }

  @Override
  public Optional<RequestRecord> read(int partition, long offset) {
    return with(
        consumer ->
            partition < consumer.partitionsFor(topic, PATIENCE).size()
                ? read(consumer, new TopicPartition(topic, partition), offset)
                : Optional.empty());
  }

  @Override
  public Map<Integer, Long> ends() {
    return with(
        consumer -> {
          List<TopicPartition> partitions = AnswerFollower.partitions(consumer, topic, PATIENCE);
          Map<Integer, Long> ends = new HashMap<>();
          consumer
              .endOffsets(partitions, PATIENCE)
              .forEach((partition, end) -> ends.put(partition.partition(), end));
          return ends;
        });
  }

  @Override
  public void closeIdle() {
    consumers.closeIdle();
  }

  @Override
  public void close() {
    consumers.close();
  }

  private Optional<RequestRecord> read(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    try {
      long start = nanoTime.getAsLong();
      while (nanoTime.getAsLong() - start < PATIENCE.toNanos()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
          // Another offset: the record was compacted away, or its transaction aborted.
          return record.offset() == offset
              ? Optional.of(KafkaRequests.read(record))
              : Optional.empty();
        }
        if (consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L)
            <= offset) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    } catch (OffsetOutOfRangeException e) {
      return Optional.empty();
    } finally {
      // What it has fetched ahead goes, and it fetches no more.
      consumer.unsubscribe();
    }
  }

  private <T> T with(Function<Consumer<byte[], byte[]>, T> use) {
    Consumer<byte[], byte[]> consumer = consumers.take();
    try {
      T result = use.apply(consumer);
      consumers.giveBack(consumer);
      return result;
    } catch (KafkaException e) {
      // The next one reads certificates and passwords anew, where they are in files.
      ReadingConsumers.close(consumer);
      throw new TopicUnavailableException("The topic " + topic + " cannot be read: " + e, e);
    } catch (RuntimeException e) {
      ReadingConsumers.close(consumer);
      throw e;
    }
  }
}
