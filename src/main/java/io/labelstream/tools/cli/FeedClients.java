package io.labelstream.tools.cli;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.tools.sandbox.BrokerFolder;
import io.labelstream.topic.AnswerFollower;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of a feed. */
final class FeedClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private FeedClients() {}

  /**
   * Connects to both topics; answers that come from now on are read, older ones are not.
   *
   * @throws IOException if Kafka does not answer or a topic is missing
   */
  static Feed connect(Feed.Target target) throws IOException {
    Properties properties = consumerProperties(target);
    Consumer<byte[], byte[]> consumer = consumer(properties);
    try {
      AnswerFollower answers = follow(consumer, properties, target);
      return new Feed(producer(target), target.requestsTopic(), answers);
    } catch (IOException | RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static Properties consumerProperties(Feed.Target target) {
    Properties properties = properties(target);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(CONNECT_TIMEOUT.toMillis()));
    return properties;
  }

  private static Consumer<byte[], byte[]> consumer(Properties properties) {
    return ClientSettings.open(
        "consumer",
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  private static Producer<byte[], byte[]> producer(Feed.Target target) {
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

  private static AnswerFollower follow(
      Consumer<byte[], byte[]> consumer, Properties properties, Feed.Target target)
      throws IOException {
    Duration fetchWait =
        Duration.ofMillis(
            ClientSettings.consumer(properties).getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG));
    try {
      var unused = AnswerFollower.partitions(consumer, target.requestsTopic());
      return new AnswerFollower(consumer, fetchWait, target.resultsTopic());
    } catch (UnknownTopicOrPartitionException e) {
      throw new IOException(e.getMessage() + " at " + target.bootstrapServers(), e);
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
