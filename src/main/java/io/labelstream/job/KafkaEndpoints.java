package io.labelstream.job;

import io.labelstream.config.JobSettings;
import io.labelstream.config.Optimization;
import io.labelstream.kafka.ClientSettings;
import io.labelstream.wire.AnswerRecord;
import io.labelstream.wire.RequestRecord;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.base.source.reader.SourceReaderOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The job's two ends in Kafka. */
final class KafkaEndpoints {

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

    static Batches of(Optimization optimization) {
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

  /** Kafka counts its own framing into a request's size. */
  private static final int REQUEST_OVERHEAD = 64 * 1024;

  private KafkaEndpoints() {}

  /**
   * Checks what an operator has set for Kafka's clients, which are made on other machines.
   *
   * @throws io.labelstream.config.InvalidSettingsException if they could not be made
   */
  static void check(JobSettings settings) {
    Properties consumer = consumerProperties(settings);
    consumer.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    ClientSettings.consumer(consumer);
    Properties producer = producerProperties(settings);
    producer.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    if (settings.deliveryGuarantee() == io.labelstream.config.DeliveryGuarantee.EXACTLY_ONCE) {
      producer.setProperty(
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalIdPrefix());
    }
    ClientSettings.producer(producer);
  }

  private static Properties consumerProperties(JobSettings settings) {
    Properties properties = new Properties();
    Batches.of(settings.optimization()).putConsumer(properties);
    properties.putAll(settings.kafka().consumer());
    return properties;
  }

  private static Properties producerProperties(JobSettings settings) {
    Properties properties = new Properties();
    Batches.of(settings.optimization()).putProducer(properties);
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        Integer.toString(settings.maxAnswerBytes() + REQUEST_OVERHEAD));
    properties.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(TRANSACTION_TIMEOUT_MILLIS));
    properties.putAll(settings.kafka().producer());
    return properties;
  }

  @SuppressWarnings("deprecation") // The connector takes the enum that Kafka has deprecated.
  static Source<RequestRecord, ?, ?> source(JobSettings settings) {
    return KafkaSource.<RequestRecord>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setTopics(settings.requestsTopic())
        .setGroupId(settings.groupId())
        .setClientIdPrefix(settings.groupId())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RequestRecordSchema())
        .setProperties(consumerProperties(settings))
        .build();
  }

  /** Where answers go. */
  static Destinations destinations(JobSettings settings) {
    Properties admin = new Properties();
    admin.putAll(settings.kafka().producer());
    admin.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return new KafkaDestinations(admin, settings);
  }

  static Sink<AnswerRecord> sink(JobSettings settings) {
    return KafkaSink.<AnswerRecord>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setRecordSerializer(
            new AnswerRecordSchema(settings.resultsTopic(), settings.replyTopics()))
        .setDeliveryGuarantee(
            switch (settings.deliveryGuarantee()) {
              case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
              case EXACTLY_ONCE -> DeliveryGuarantee.EXACTLY_ONCE;
            })
        .setTransactionalIdPrefix(settings.transactionalIdPrefix())
        // Reuses a few ids, where the default makes new ones for ever and leaves them to the
        // broker.
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setKafkaProducerConfig(producerProperties(settings))
        .build();
  }
}
