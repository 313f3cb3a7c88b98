package io.labelstream.verdict;

import io.labelstream.kafka.MissingTopicException;
import io.labelstream.kafka.WholeTopic;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How much of both topics is compared: the newest records.
 *
 * @param shadows how many of the shadow's, which wait in memory until their answers come
 * @param answers how many of the results
 * @param pairs how many pairs of labels that differ are told of each two models, the most frequent
 */
public record ComparedTopics(long shadows, long answers, int pairs) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Reads both topics to where they end, and compares. A topic that is not there has no records, so
   * that without a shadow's the answers of a canary are told all the same.
   *
   * @throws IOException if one of them cannot be read; the message says so
   */
  public Report read(Consumer<byte[], byte[]> consumer, Settings settings) throws IOException {
    ModelComparison comparison = new ModelComparison(pairs);
    Topics topics = new Topics(consumer, new ArrayList<>());
    long olderShadows =
        topics.read(settings.get(RolloutSettings.SHADOW_TOPIC), shadows, comparison::shadow);
    long olderAnswers =
        topics.read(settings.get(TopicSettings.RESULTS_TOPIC), answers, comparison::answer);
    return comparison.report(List.copyOf(topics.missing), olderShadows, olderAnswers);
  }

  private record Topics(Consumer<byte[], byte[]> consumer, List<String> missing) {

    long read(
        String topic,
        long newest,
        java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> records)
        throws IOException {
      try {
        return WholeTopic.readNewest(consumer, topic, newest, PATIENCE, records);
      } catch (MissingTopicException e) {
        missing.add(topic);
        return 0;
      }
    }
  }
}
