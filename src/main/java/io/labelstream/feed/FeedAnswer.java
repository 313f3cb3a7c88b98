package io.labelstream.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.labelstream.event.Answer;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.ForeignText;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.Passage;
import io.labelstream.event.RequestPosition;
import io.labelstream.event.ScoredLabel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the feed shows it. A thousand of them are kept, whoever has written them, so texts
 * are cut at 200 characters and labels at 100.
 *
 * @param number counts the answers that this process has read
 * @param id {@code ce_id} of the request
 * @param source {@code ce_source} of the request
 * @param subject {@code ce_subject} of the request
 * @param model name and content hash
 * @param outcome whether the image was classified
 * @param labels most probable first; none of a failed answer
 * @param errorCode of a failed answer, {@value #UNKNOWN_CODE} where this build does not know it
 * @param errors why there are no labels
 * @param position where the request stands in the requests topic; null if it is of another
 * @param answeredAt ISO 8601
 * @param millis from the request to its answer
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_NULL)
public record FeedAnswer(
    long number,
    String id,
    String source,
    @Nullable String subject,
    @Nullable String model,
    FeedOutcome outcome,
    List<ScoredLabel> labels,
    @Nullable String errorCode,
    List<String> errors,
    @Nullable RequestPosition position,
    String answeredAt,
    @Nullable Long millis) {

  static final String UNKNOWN_CODE = "UNKNOWN";

  private static final int MAX_LABELS = 100;
  private static final int MAX_ERRORS = 10;

  static FeedAnswer of(
      long number, Answer answer, @Nullable RequestPosition position, Instant now) {
    Passage passage = answer.passage();
    boolean failed = answer.response().isEmpty();
    return new FeedAnswer(
        number,
        cut(answer.id()),
        cut(answer.source()),
        passage.subject().map(FeedAnswer::cut).orElse(null),
        answer.model().map(FeedAnswer::cut).orElse(null),
        failed ? FeedOutcome.FAILED : FeedOutcome.COMPLETED,
        answer.response().map(FeedAnswer::labels).orElse(List.of()),
        failed ? answer.errorCode().map(ErrorCode::name).orElse(UNKNOWN_CODE) : null,
        answer.errors().stream().limit(MAX_ERRORS).map(FeedAnswer::cut).toList(),
        position,
        passage.answered().orElse(now).truncatedTo(ChronoUnit.MILLIS).toString(),
        passage.time().map(Duration::toMillis).orElse(null));
  }

  /** The most probable label, if the image was classified. */
  Optional<ScoredLabel> best() {
    return labels.stream().findFirst();
  }

  boolean isOf(int partition, long offset) {
    return position != null && position.partition() == partition && position.offset() == offset;
  }

  private static List<ScoredLabel> labels(IdentifyResponse response) {
    return Stream.concat(
            Stream.of(new ScoredLabel(response.mainLabel(), response.mainScore())),
            response.secondaryLabels().stream())
        .limit(MAX_LABELS)
        .map(label -> new ScoredLabel(cut(label.label()), label.score()))
        .toList();
  }

  /** A null is what a foreign writer has left out. */
  private static String cut(@Nullable String text) {
    return text == null ? "" : ForeignText.cut(text);
  }
}
