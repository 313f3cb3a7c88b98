package io.labelstream.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a comparison, in JSON the same wherever it is told.
 *
 * @param verdicts one for each two models that have classified the same requests
 * @param answers what each model has answered, whether a shadow saw it or not
 * @param unmatched requests that the shadow has seen, and whose answers were not read, as those
 *     that went to reply topics
 * @param olderShadows records of the shadow's topic that were not read, since they are older than
 *     as many as are compared
 * @param olderAnswers the same of the results topic
 * @param missingTopics those of the two that are not there
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Report(
    List<Verdict> verdicts,
    List<ModelAnswers> answers,
    long unmatched,
    long olderShadows,
    long olderAnswers,
    List<String> missingTopics) {

  /**
   * How often two models agree.
   *
   * @param model the one that answered
   * @param canary whether it answered a share of the requests alone
   * @param shadow the one that looked on
   * @param agreed how many had the same main label, or failed with the same error code
   * @param agreement of all that were compared, 0 to 1
   * @param times of the model that answered, where these answers tell them
   * @param shadowTimes of the one that looked on, with the same requests
   * @param pairs of labels that differ, the most frequent first
   * @param rarerPairs how many pairs of labels are left out
   */
  @JsonInclude(Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  public record Verdict(
      String model,
      boolean canary,
      String shadow,
      long compared,
      long agreed,
      double agreement,
      @Nullable ModelTimes times,
      @Nullable ModelTimes shadowTimes,
      List<Pair> pairs,
      int rarerPairs) {}

  /**
   * Two labels for the same requests.
   *
   * @param examples the first positions in the requests topic, {@code <topic>/<partition>/<offset>}
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Pair(String label, String shadowLabel, long count, List<String> examples) {}

  /**
   * What a model has answered in one role.
   *
   * @param canary whether it answered a share of the requests alone
   * @param answered how many answers it has given; one that is there twice counts twice
   * @param failed how many of them are errors
   * @param times where its answers tell them
   */
  @JsonInclude(Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  public record ModelAnswers(
      String model, boolean canary, long answered, long failed, @Nullable ModelTimes times) {}

  /**
   * How long a model worked on images. Those that it knew already are not among them.
   *
   * @param count of images
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record ModelTimes(long count, Percentiles decodeMicros, Percentiles inferenceMicros) {}

  /**
   * In microseconds, to within a thousandth.
   *
   * @param p50 the time that half of all took at most
   * @param p99 the time that 99 % took at most
   */
  public record Percentiles(long p50, long p99) {}
}
