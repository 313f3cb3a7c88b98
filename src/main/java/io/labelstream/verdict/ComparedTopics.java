package io.labelstream.verdict;

import io.labelstream.kafka.WholeTopic;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * How much of both topics is compared: the newest records.
 *
 * @param shadows how many of the shadow's, which each take some 300 bytes until their answers come
 * @param answers how many of the results
 */
public record ComparedTopics(long shadows, long answers) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Reads both topics to where they end, and compares.
   *
   * @throws io.labelstream.kafka.MissingTopicException if there is one of them not
   * @throws IOException if one of them cannot be read; the message says so
   */
  public Report read(Consumer<byte[], byte[]> consumer, Settings settings) throws IOException {
    ModelComparison comparison = new ModelComparison();
    long olderShadows =
        WholeTopic.readNewest(
            consumer,
            settings.get(RolloutSettings.SHADOW_TOPIC),
            shadows,
            PATIENCE,
            comparison::shadow);
    long olderAnswers =
        WholeTopic.readNewest(
            consumer,
            settings.get(TopicSettings.RESULTS_TOPIC),
            answers,
            PATIENCE,
            comparison::answer);
    return comparison.report(olderShadows, olderAnswers);
  }
}
