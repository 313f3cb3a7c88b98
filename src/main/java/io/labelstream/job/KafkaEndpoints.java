package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.registry.ModelSource;
import io.labelstream.registry.RegistrySource;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.net.URI;
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

  static BootstrapServers bootstrapServers(Settings settings) {
    return new BootstrapServers(
        ClientProperties.withServers(ClientProperties.consumer(settings), settings));
  }

  @SuppressWarnings("deprecation") // The connector takes the enum that Kafka has deprecated.
  static Source<RequestRecord, ?, ?> source(Settings settings) {
    Properties consumer = ClientProperties.consumer(settings);
    return KafkaSource.<RequestRecord>builder()
        .setBootstrapServers(settings.get(TopicSettings.BOOTSTRAP_SERVERS))
        .setKafkaSubscriber(
            new PatientSubscriber(
                settings.get(TopicSettings.REQUESTS_TOPIC), bootstrapServers(settings)))
        .setGroupId(settings.get(JobSettings.GROUP_ID))
        .setClientIdPrefix(settings.get(JobSettings.GROUP_ID))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RequestRecordSchema())
        .setRackIdSupplier(ClientRack.of(settings))
        .setProperties(consumer)
        .build();
  }

  /** Where answers go, and how large they may be. */
  static Destinations destinations(Settings settings) {
    return new KafkaDestinations(
        ClientProperties.withServers(ClientProperties.producer(settings), settings), settings);
  }

  /** The models of a registry, which a topic names. */
  static ModelSource models(Settings settings, URI registry) {
    return new RegistrySource(
        registry,
        ClassificationJob.classifiers(settings),
        settings,
        ClientProperties.withServers(ClientProperties.consumer(settings), settings),
        ClientProperties.withServers(ClientProperties.producer(settings), settings));
  }

  static Sink<AnswerRecord> sink(Settings settings) {
    return KafkaSink.<AnswerRecord>builder()
        .setBootstrapServers(settings.get(TopicSettings.BOOTSTRAP_SERVERS))
        .setRecordSerializer(
            new AnswerRecordSchema(
                settings.get(TopicSettings.RESULTS_TOPIC),
                settings.get(RecordSettings.REPLY_TOPICS)))
        .setDeliveryGuarantee(
            switch (settings.get(JobSettings.DELIVERY_GUARANTEE)) {
              case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
              case EXACTLY_ONCE -> DeliveryGuarantee.EXACTLY_ONCE;
            })
        .setTransactionalIdPrefix(JobSettings.transactionalIdPrefix(settings))
        // Reuses a few ids, where the default makes new ones for ever and leaves them to the
        // broker.
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setKafkaProducerConfig(ClientProperties.producer(settings))
        .build();
  }
}
