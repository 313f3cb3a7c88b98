package io.labelstream.registry;

import io.labelstream.kafka.ReadingConsumers;
import io.labelstream.kafka.WholeTopic;
import io.labelstream.rollout.WantedModels;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The control topic in Kafka, all of it: it is compacted, and holds a handful of records. */
final class KafkaControlTopic implements ControlTopic {

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
    WholeTopic.read(consumer, topic, PATIENCE, this::take);
    return wanted;
  }

  @Override
  public Optional<WantedModels> poll(Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    records.forEach(this::take);
    return records.isEmpty() ? Optional.empty() : Optional.of(wanted);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    wanted = wanted.with(record);
  }

  @Override
  public void close() {
    ReadingConsumers.close(consumer);
  }
}
