package io.labelstream.job;

import io.labelstream.event.AnswerRecord;
import io.labelstream.kafka.KafkaHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer on its topic. Names the topics as its dataset too, which is how the sink finds the
 * transactions that an earlier run left open.
 */
final class AnswerRecordSchema
    implements KafkaRecordSerializationSchema<AnswerRecord>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final String results;
  private final List<String> replies;

  /**
   * A schema for all answers.
   *
   * @param results the results topic
   * @param replies other topics that answers may go to, or what their names start with
   */
  AnswerRecordSchema(String results, List<String> replies) {
    this.results = results;
    this.replies = List.copyOf(replies);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      AnswerRecord answer, KafkaSinkContext context, @Nullable Long timestamp) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(answer.topic(), null, answer.key(), answer.value());
    KafkaHeaders.add(answer.headers(), record.headers());
    return record;
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(new DefaultKafkaDatasetFacet(topics(), new Properties()));
  }

  private DefaultKafkaDatasetIdentifier topics() {
    if (replies.isEmpty()) {
      return DefaultKafkaDatasetIdentifier.ofTopics(List.of(results));
    }
    String names =
        replies.stream()
            .map(prefix -> Pattern.quote(prefix) + ".*")
            .collect(Collectors.joining("|", Pattern.quote(results) + "|", ""));
    return DefaultKafkaDatasetIdentifier.ofPattern(Pattern.compile(names));
  }
}
