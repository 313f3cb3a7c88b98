package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.settings.JobSettings;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The job's two ends in Kafka. */
final class KafkaEndpoints {

  private KafkaEndpoints() {}

  static BootstrapServers bootstrapServers(JobSettings settings) {
    return new BootstrapServers(
        ClientProperties.withServers(ClientProperties.consumer(settings), settings));
  }

  @SuppressWarnings("deprecation") // The connector takes the enum that Kafka has deprecated.
  static Source<RequestRecord, ?, ?> source(JobSettings settings) {
    Properties consumer = ClientProperties.consumer(settings);
    return KafkaSource.<RequestRecord>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setKafkaSubscriber(
            new PatientSubscriber(settings.requestsTopic(), bootstrapServers(settings)))
        .setGroupId(settings.groupId())
        .setClientIdPrefix(settings.groupId())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RequestRecordSchema())
        .setProperties(consumer)
        .build();
  }

  /** Where answers go, and how large they may be. */
  static Destinations destinations(JobSettings settings) {
    return new KafkaDestinations(
        ClientProperties.withServers(ClientProperties.producer(settings), settings), settings);
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
        .setKafkaProducerConfig(ClientProperties.producer(settings))
        .build();
  }
}
