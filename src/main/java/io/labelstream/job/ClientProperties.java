package io.labelstream.job;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.kafka.Outages;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What the job's clients of Kafka are made with: ours, unless an operator has set another. */
final class ClientProperties {

  /**
   * How much the clients take and send at a time.
   *
   * @param maxPollRecords a task takes over photographs so many at a time; with the batch that
   *     waits for it and the one at hand, a photograph waits behind twice as many
   * @param fetchMaxBytes what a broker sends a task at a time, a larger photograph alone excepted;
   *     this lies on the heap
   * @param lingerMillis how long an answer waits for others to be sent with
   */
  private record Batches(int maxPollRecords, int fetchMaxBytes, int lingerMillis) {

    static Batches of(JobSettings.Optimization optimization) {
      return switch (optimization) {
        case LATENCY -> new Batches(1, 4 * MEBIBYTE, 0);
        case THROUGHPUT -> new Batches(64, 16 * MEBIBYTE, 20);
      };
    }

    void putConsumer(Properties properties) {
      properties.setProperty(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(maxPollRecords));
      properties.setProperty(
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(fetchMaxBytes));
      properties.setProperty(
          SourceReaderOptions.ELEMENT_QUEUE_CAPACITY.key(), Integer.toString(WAITING_BATCHES));
    }

    void putProducer(Properties properties) {
      properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, Integer.toString(lingerMillis));
    }
  }

  private static final int MEBIBYTE = 1024 * 1024;

  /** One is enough for a task never to wait, and photographs are large. */
  private static final int WAITING_BATCHES = 1;

  /**
   * Within the 15 minutes that a broker allows by default. An outage of this length between a
   * checkpoint and its commit loses that checkpoint's answers; readers wait for this long for those
   * of a job that is not started again.
   */
  private static final int TRANSACTION_TIMEOUT_MILLIS = 600_000;

  /** Partitions that are added are read after this time and the few requests that it takes. */
  private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(5);

  /**
   * What a partition's fetch has. With Kafka's own 64 KiB, less than most photographs, client and
   * broker wake each other several times for each.
   */
  private static final int RECEIVE_BUFFER_BYTES = MEBIBYTE;

  /**
   * How long a broker keeps a fetch for which it has nothing, twice as long as by default, so that
   * a quiet topic costs half as much. A record ends that at once; a task that is cancelled waits
   * for it.
   */
  private static final int FETCH_MAX_WAIT_MILLIS = 1000;

  private static final String READ_COMMITTED = "read_committed";

  /** Kafka counts its own framing into a request's size. */
  private static final int REQUEST_OVERHEAD = 64 * 1024;

  /** Of Flink's connector, which takes them among those of the clients. */
  private static final Set<String> CONNECTOR_PROPERTIES =
      Set.of(
          KafkaSourceOptions.CLIENT_ID_PREFIX.key(),
          KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
          KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(),
          KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
          SourceReaderOptions.SOURCE_READER_CLOSE_TIMEOUT.key(),
          SourceReaderOptions.ELEMENT_QUEUE_CAPACITY.key(),
          "flink.disable-metrics",
          "register.producer.metrics");

  private ClientProperties() {}

  /**
   * Checks what an operator has set for Kafka's clients, which are made on other machines.
   *
   * @throws io.labelstream.settings.InvalidSettingsException if they could not be made
   */
  static void check(Settings settings) {
    checkIsolation(ClientSettings.consumer(withServers(consumer(settings), settings)));
    Properties producer = withServers(producer(settings), settings);
    if (settings.get(JobSettings.DELIVERY_GUARANTEE)
        == JobSettings.DeliveryGuarantee.EXACTLY_ONCE) {
      producer.setProperty(
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, JobSettings.transactionalIdPrefix(settings));
    }
    ClientSettings.producer(producer);
  }

  /** Properties that an operator has set, and that nothing here knows. */
  static Set<String> unknown(Settings settings) {
    Set<String> names = new TreeSet<>(settings.kafka().consumer().stringPropertyNames());
    names.addAll(settings.kafka().producer().stringPropertyNames());
    names.removeAll(CONNECTOR_PROPERTIES);
    return ClientSettings.unknown(names);
  }

  /** Whoever reads what others have rolled back answers requests that were never made. */
  private static void checkIsolation(ConsumerConfig consumer) {
    String isolation = consumer.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
    if (!isolation.equals(READ_COMMITTED)) {
      throw new InvalidSettingsException(
          List.of(
              "kafka.consumer.isolation.level must be "
                  + READ_COMMITTED
                  + ", which it is unless set, but is "
                  + isolation
                  + ": requests of transactions that are open or were aborted are not to be answered"));
    }
  }

  static Properties consumer(Settings settings) {
    Properties properties = new Properties();
    Outages.putDefaults(properties);
    Batches.of(settings.get(JobSettings.OPTIMIZE_FOR)).putConsumer(properties);
    properties.setProperty(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Integer.toString(FETCH_MAX_WAIT_MILLIS));
    properties.setProperty(
        ConsumerConfig.RECEIVE_BUFFER_CONFIG, Integer.toString(RECEIVE_BUFFER_BYTES));
    properties.setProperty(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        Long.toString(PARTITION_DISCOVERY.toMillis()));
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
    properties.putAll(settings.kafka().consumer());
    return properties;
  }

  static Properties producer(Settings settings) {
    Properties properties = new Properties();
    Outages.putDefaults(properties);
    Batches.of(settings.get(JobSettings.OPTIMIZE_FOR)).putProducer(properties);
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(settings.get(RecordSettings.MAX_ANSWER_BYTES) + REQUEST_OVERHEAD));
    properties.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(TRANSACTION_TIMEOUT_MILLIS));
    properties.putAll(settings.kafka().producer());
    return properties;
  }

  /** The same with the servers, which Flink's connector adds by itself. */
  static Properties withServers(Properties client, Settings settings) {
    Properties all = new Properties();
    all.putAll(client);
    all.setProperty(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        settings.get(TopicSettings.BOOTSTRAP_SERVERS));
    return all;
  }
}
