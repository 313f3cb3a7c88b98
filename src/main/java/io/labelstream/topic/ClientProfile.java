package io.labelstream.topic;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What the clients of both topics are made with, for each kind of user beside the other. Each layer
 * goes before the one above it: what all have, what a kind adds, what an operator has set, what
 * nobody may change.
 */
public final class ClientProfile {

  /** Sends references and few small probes, and has to say at once that a record cannot be sent. */
  public static final ClientProfile FACADE =
      new ClientProfile(
          Map.of(
              // An answer on a partition that was added is seen this late.
              ConsumerConfig.METADATA_MAX_AGE_CONFIG, "2000",
              ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500"),
          Map.of(
              ProducerConfig.BUFFER_MEMORY_CONFIG, mebibytes(8),
              // How soon partitions that are added are seen.
              ProducerConfig.METADATA_MAX_AGE_CONFIG, "5000",
              ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"),
          // What cannot be sent at once is answered with 503 and not kept; nothing waits for it.
          Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1000"));

  /** Sends whole photographs. */
  public static final ClientProfile FEED =
      new ClientProfile(
          Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000"),
          Map.of(
              ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
              // As much as the topics of local mode take. Another topic may take less, and says so.
              ProducerConfig.MAX_REQUEST_SIZE_CONFIG, mebibytes(32),
              ProducerConfig.BUFFER_MEMORY_CONFIG, mebibytes(64)),
          Map.of());

  /**
   * How long a broker keeps a fetch for which it has nothing. A record ends that at once; until
   * then nothing else on the connection is answered, the end of the consumer included.
   */
  private static final Map<String, String> EVERY_CONSUMER =
      Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "1000");

  /** Nobody's request waits for others to be sent with. */
  private static final Map<String, String> EVERY_PRODUCER =
      Map.of(ProducerConfig.LINGER_MS_CONFIG, "0");

  /** Whatever an operator says for the job, which has the same settings. */
  private static final Map<String, String> FIXED_OF_CONSUMERS =
      Map.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
          // Records that were deleted before they were read were nobody's here.
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");

  private static final Map<String, String> FIXED_OF_LOOKING_CONSUMERS =
      Map.of(
          // Records that are deleted while they are read are followed by others that are not.
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
          // Who only looks must not make the topics of a job that has none.
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");

  private final Map<String, String> consumer;
  private final Map<String, String> producer;
  private final Map<String, String> fixedOfProducer;

  private ClientProfile(
      Map<String, String> consumer,
      Map<String, String> producer,
      Map<String, String> fixedOfProducer) {
    this.consumer = consumer;
    this.producer = producer;
    this.fixedOfProducer = fixedOfProducer;
  }

  /**
   * The properties of a consumer of answers.
   *
   * @param set what an operator has set
   */
  public Properties consumer(String bootstrapServers, Map<?, ?> set) {
    return layers(bootstrapServers, EVERY_CONSUMER, consumer, set, FIXED_OF_CONSUMERS);
  }

  /**
   * The properties of a consumer that reads topics from their beginnings to their ends, to look at
   * them.
   *
   * @param set what an operator has set
   */
  public Properties lookingConsumer(String bootstrapServers, Map<?, ?> set) {
    Properties properties = consumer(bootstrapServers, set);
    properties.putAll(FIXED_OF_LOOKING_CONSUMERS);
    return properties;
  }

  /**
   * The properties of a producer of requests.
   *
   * @param set what an operator has set
   */
  public Properties producer(String bootstrapServers, Map<?, ?> set) {
    return layers(bootstrapServers, EVERY_PRODUCER, producer, set, fixedOfProducer);
  }

  private static Properties layers(String bootstrapServers, Map<?, ?>... layers) {
    Properties properties = new Properties();
    for (Map<?, ?> layer : layers) {
      properties.putAll(layer);
    }
    properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }

  private static String mebibytes(int count) {
    return Integer.toString(count * 1024 * 1024);
  }
}
