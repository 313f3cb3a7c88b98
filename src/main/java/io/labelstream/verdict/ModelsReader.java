package io.labelstream.verdict;

import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.WantedModels;
import io.labelstream.topic.TopicUnavailableException;
import java.util.List;

/**
 * Reads what the topics say of models when somebody asks, and nothing meanwhile. All methods block;
 * thread-safe.
 */
public interface ModelsReader {

  /**
   * What shall run, and what does.
   *
   * @param taskManagers what each has said last
   * @param missingTopics those that are not there, as where the job runs without a registry
   */
  record Overview(
      WantedModels wanted, List<ModelsStatus> taskManagers, List<String> missingTopics) {}

  /**
   * What shall run, and what does.
   *
   * @throws TopicUnavailableException if Kafka does not say
   */
  Overview overview();

  /**
   * The answers and the shadow's, compared, as far as that can be done in a while.
   *
   * @return without verdicts if there is no topic of a shadow's
   * @throws TopicUnavailableException if Kafka does not say
   */
  Report compare();
}
