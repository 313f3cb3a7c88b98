package io.labelstream.tools.cli;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.tools.sandbox.BrokerFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of a feed. */
final class FeedClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private FeedClients() {}

  static KafkaConsumer<byte[], byte[]> consumer(Feed.Target target) {
    Properties properties = properties(target);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(CONNECT_TIMEOUT.toMillis()));
    return ClientSettings.open(
        "consumer",
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  static KafkaProducer<byte[], byte[]> producer(Feed.Target target) {
    Properties properties = properties(target);
    properties.setProperty(
        ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(CONNECT_TIMEOUT.toMillis()));
    // Another broker's topic may take less, and says so.
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(BrokerFolder.MAX_REQUEST_BYTES));
    properties.setProperty(
        ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(2 * BrokerFolder.MAX_REQUEST_BYTES));
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    return ClientSettings.open(
        "producer",
        () ->
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Answers that come from now on are read, older ones are not. */
  static void seekToEnd(KafkaConsumer<byte[], byte[]> consumer, Feed.Target target)
      throws IOException {
    try {
      requireTopic(consumer, target, target.requestsTopic());
      List<TopicPartition> partitions = requireTopic(consumer, target, target.resultsTopic());
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    } catch (TimeoutException e) {
      throw new IOException(
          "no Kafka broker answers at "
              + target.bootstrapServers()
              + ": start one with 'labelstream local', or name another with --bootstrap-servers",
          e);
    } catch (KafkaException e) {
      throw unusable(target, e);
    }
  }

  private static List<TopicPartition> requireTopic(
      KafkaConsumer<byte[], byte[]> consumer, Feed.Target target, String topic) throws IOException {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IOException("there is no topic " + topic + " at " + target.bootstrapServers());
    }
    return partitions;
  }

  private static Properties properties(Feed.Target target) {
    Properties properties = new Properties();
    properties.putAll(target.properties());
    properties.setProperty("bootstrap.servers", target.bootstrapServers());
    return properties;
  }

  private static IOException unusable(Feed.Target target, KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IOException(
        "Kafka at " + target.bootstrapServers() + " cannot be used: " + cause.getMessage(), e);
  }
}
