package io.labelstream.tools.cli;

import io.labelstream.event.ScoredLabel;
import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedStatistics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A line for each answer, its fields separated by tabs: when, partition/offset, source, subject,
 * label or error code, score, next labels or reasons, milliseconds. What is not known is a dash.
 */
final class WatchLines implements WatchView {

  private static final String NONE = "-";
  private static final int NEXT_LABELS = 4;

  private final PrintWriter out;

  WatchLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(List<FeedAnswer> answers, long left, Supplier<FeedStatistics> statistics) {
    answers.forEach(answer -> out.println(line(answer)));
    out.flush();
  }

  static String line(FeedAnswer answer) {
    return String.join(
        "\t",
        answer.answeredAt(),
        position(answer),
        text(answer.source()),
        answer.subject() == null ? NONE : text(answer.subject()),
        text(name(answer)),
        answer.labels().isEmpty() ? NONE : score(answer.labels().get(0)),
        text(next(answer, NEXT_LABELS)),
        answer.millis() == null ? NONE : Long.toString(answer.millis()));
  }

  static String position(FeedAnswer answer) {
    return answer.position() == null
        ? NONE
        : answer.position().partition() + "/" + answer.position().offset();
  }

  /** The most probable label, or the code of a failure. */
  static String name(FeedAnswer answer) {
    return answer.labels().isEmpty()
        ? String.valueOf(answer.errorCode())
        : answer.labels().get(0).label();
  }

  /** The labels behind the first, or why there are none. */
  static String next(FeedAnswer answer, int most) {
    return answer.labels().isEmpty()
        ? String.join("; ", answer.errors())
        : answer.labels().stream()
            .skip(1)
            .limit(most)
            .map(label -> label.label() + " " + score(label))
            .collect(Collectors.joining(", "));
  }

  static String score(ScoredLabel label) {
    return String.format(Locale.ROOT, "%.3f", label.score());
  }

  private static String text(String text) {
    String clean = TerminalText.clean(text);
    return clean.isEmpty() ? NONE : clean;
  }
}
