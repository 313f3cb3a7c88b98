package io.labelstream.feed;

import io.labelstream.event.ScoredLabel;
import java.util.Locale;
import java.util.Optional;

/**
 * Which answers somebody wants to see.
 *
 * @param label a part of the most probable label, in any case
 * @param minScore the least score of that label, 0 to 1
 * @param maxScore the largest, 0 to 1
 * @param outcome whether the image was classified
 * @param source a part of the request's source, in any case
 */
public record FeedFilter(
    Optional<String> label,
    double minScore,
    double maxScore,
    Optional<FeedOutcome> outcome,
    Optional<String> source) {

  /** Lets every answer through. */
  public static final FeedFilter ALL =
      new FeedFilter(Optional.empty(), 0, 1, Optional.empty(), Optional.empty());

  public FeedFilter {
    label = label.map(text -> text.toLowerCase(Locale.ROOT));
    source = source.map(text -> text.toLowerCase(Locale.ROOT));
  }

  boolean matches(FeedAnswer answer) {
    return outcome.map(wanted -> wanted == answer.outcome()).orElse(true)
        && source.map(part -> contains(answer.source(), part)).orElse(true)
        && (asksForNoLabel() || answer.best().filter(this::matches).isPresent());
  }

  /** A failed answer has neither label nor score, so that it passes no filter by these. */
  private boolean asksForNoLabel() {
    return label.isEmpty() && minScore <= 0 && maxScore >= 1;
  }

  private boolean matches(ScoredLabel best) {
    return label.map(part -> contains(best.label(), part)).orElse(true)
        && best.score() >= minScore
        && best.score() <= maxScore;
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part);
  }
}
