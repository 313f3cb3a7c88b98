package io.labelstream.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.labelstream.event.ScoredLabel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the answers come to. Times, labels and scores are of the answers that are kept; all others
 * are of every answer, whether somebody was shown it or not.
 *
 * @param time ISO 8601
 * @param total answers since this process has begun to read
 * @param perSecond answers a second, over the last ten seconds
 * @param answers answers in each of the last 60 seconds, the oldest first
 * @param failed those of them that have failed
 * @param failures how often each error code came in that minute
 * @param kept how many answers are kept
 * @param p50Millis the time that half of them took at most
 * @param p95Millis the time that 95 % of them took at most
 * @param labels the most frequent labels of those that are kept, most frequent first
 * @param scores how many of them have a main score from 0 to 0.1, to 0.2, and on
 * @param waiting requests that the job has not answered, at most, if that is known: the marker with
 *     which a transactional producer commits counts like a request
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_NULL)
@SuppressWarnings("ArrayRecordComponent") // Made for JSON; nobody compares two.
public record FeedStatistics(
    String time,
    long total,
    double perSecond,
    int[] answers,
    int[] failed,
    Map<String, Integer> failures,
    int kept,
    @Nullable Long p50Millis,
    @Nullable Long p95Millis,
    List<LabelCount> labels,
    int[] scores,
    @Nullable Long waiting) {

  private static final int RATE_SECONDS = 10;
  private static final int MAX_LABELS = 8;
  private static final int SCORES = 10;

  /**
   * How often a label was the most probable one.
   *
   * @param share of the answers that have labels, 0 to 1
   */
  public record LabelCount(String label, int count, double share) {}

  static FeedStatistics of(
      String time,
      List<FeedAnswer> kept,
      long total,
      int[] answers,
      int[] failed,
      Map<String, Integer> failures,
      OptionalLong waiting) {
    long[] millis =
        kept.stream()
            .map(FeedAnswer::millis)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    return new FeedStatistics(
        time,
        total,
        Arrays.stream(answers, answers.length - RATE_SECONDS, answers.length).sum()
            / (double) RATE_SECONDS,
        answers,
        failed,
        failures,
        kept.size(),
        percentile(millis, 50),
        percentile(millis, 95),
        labels(kept),
        scores(kept),
        waiting.isPresent() ? waiting.getAsLong() : null);
  }

  /** The nearest rank; null if there is no value. */
  private static @Nullable Long percentile(long[] sorted, int percent) {
    return sorted.length == 0
        ? null
        : Long.valueOf(sorted[(sorted.length * percent + 99) / 100 - 1]);
  }

  private static List<LabelCount> labels(List<FeedAnswer> kept) {
    Map<String, Integer> counts = new HashMap<>();
    kept.forEach(
        answer -> answer.best().ifPresent(label -> counts.merge(label.label(), 1, Integer::sum)));
    double all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return counts.entrySet().stream()
        .map(entry -> new LabelCount(entry.getKey(), entry.getValue(), entry.getValue() / all))
        .sorted(
            Comparator.comparingInt(LabelCount::count).reversed().thenComparing(LabelCount::label))
        .limit(MAX_LABELS)
        .toList();
  }

  private static int[] scores(List<FeedAnswer> kept) {
    int[] counts = new int[SCORES];
    kept.forEach(
        answer ->
            answer
                .best()
                .map(ScoredLabel::score)
                .filter(score -> score >= 0 && score <= 1)
                .ifPresent(score -> counts[Math.min(SCORES - 1, (int) (score * SCORES))]++));
    return counts;
  }
}
