package io.labelstream.tools.cli;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.kafka.ReadingConsumers;
import io.labelstream.topic.AnswerFollower;
import io.labelstream.topic.ClientProfile;
import io.labelstream.topic.KafkaRequestReader;
import io.labelstream.topic.RequestReader;
import java.io.IOException;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

final class FeedClients {

  private FeedClients() {}

  /**
   * Connects to both topics; answers that come from now on are read, older ones are not.
   *
   * @throws IOException if Kafka does not answer or a topic is missing
   */
  static Feed connect(Feed.Target target) throws IOException {
    AnswerFollower answers = follow(target);
    try {
      Producer<byte[], byte[]> producer =
          ClientSettings.openProducer(
              ClientProfile.FEED.producer(target.bootstrapServers(), target.properties()));
      return new Feed(producer, target.requestsTopic(), answers);
    } catch (RuntimeException e) {
      answers.close();
      throw e;
    }
  }

  /**
   * Follows the answers that come from now on.
   *
   * @throws IOException if Kafka does not answer or a topic is missing
   */
  static AnswerFollower follow(Feed.Target target) throws IOException {
    Properties properties =
        ClientProfile.FEED.consumer(target.bootstrapServers(), target.properties());
    Consumer<byte[], byte[]> consumer = ClientSettings.openConsumer(properties);
    try {
      return follow(consumer, properties, target);
    } catch (IOException | RuntimeException e) {
      ReadingConsumers.close(consumer);
      throw e;
    }
  }

  /** Reads single requests, and connects when it is asked. */
  static RequestReader requests(Feed.Target target) {
    return KafkaRequestReader.open(
        target.requestsTopic(),
        ClientProfile.FEED.consumer(target.bootstrapServers(), target.properties()));
  }

  private static AnswerFollower follow(
      Consumer<byte[], byte[]> consumer, Properties properties, Feed.Target target)
      throws IOException {
    try {
      var unused = AnswerFollower.partitions(consumer, target.requestsTopic());
      return new AnswerFollower(
          consumer, ClientSettings.fetchWait(properties), target.resultsTopic());
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

  private static IOException unusable(Feed.Target target, KafkaException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IOException(
        "Kafka at " + target.bootstrapServers() + " cannot be used: " + cause.getMessage(), e);
  }
}
