package io.labelstream.tools.cli;

import io.labelstream.event.IdentifyResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table for people: file, main label, score, next labels, milliseconds to the answer. */
final class ResultTable implements ResultFormat {

  private static final int MIN_NAME = 4;
  private static final int MAX_NAME = 48;
  private static final int LABEL = 26;
  private static final int NEXT = 56;
  private static final int NEXT_LABELS = 3;

  private final int nameWidth;

  ResultTable(List<Photograph> photographs) {
    int longest = photographs.stream().mapToInt(one -> one.name().length()).max().orElse(MIN_NAME);
    nameWidth = Math.max(MIN_NAME, Math.min(longest, MAX_NAME));
  }

  @Override
  public Optional<String> header() {
    return Optional.of(row("FILE", "LABEL", "SCORE", "NEXT LABELS", "MS"));
  }

  @Override
  public String line(Feed.Result result) {
    String name = shortenStart(result.photograph().name(), nameWidth);
    return result
        .answer()
        .flatMap(answer -> answer.response())
        .map(
            response ->
                row(
                    name,
                    shortenEnd(response.mainLabel(), LABEL),
                    score(response.mainScore()),
                    shortenEnd(next(response), NEXT),
                    Long.toString(result.millis())))
        .orElseGet(
            () ->
                String.format(
                    "%-" + nameWidth + "s  failed: %s", name, String.join("; ", result.errors())));
  }

  private String row(String name, String label, String score, String next, String millis) {
    return String.format(
        "%-" + nameWidth + "s  %-" + LABEL + "s  %5s  %-" + NEXT + "s  %6s",
        name,
        label,
        score,
        next,
        millis);
  }

  private static String next(IdentifyResponse response) {
    return response.secondaryLabels().stream()
        .limit(NEXT_LABELS)
        .map(label -> label.label() + " " + score(label.score()))
        .collect(Collectors.joining(", "));
  }

  private static String score(float score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }

  private static String shortenStart(String text, int width) {
    return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
  }

  private static String shortenEnd(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
