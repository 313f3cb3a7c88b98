package io.labelstream.tools.cli;

import io.labelstream.feed.FeedAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The newest photographs of a feed side by side in a terminal, each above its label. */
final class PhotographStrip implements AutoCloseable {

  /** In lines, labels included. */
  static final int ROWS = 10;

  private static final int PHOTOGRAPH_COLUMNS = 26;
  private static final int PHOTOGRAPH_ROWS = ROWS - 1;
  private static final int MOST_PHOTOGRAPHS = 6;

  /** Few at a time, so that the table goes on and the job does not feel it. */
  private static final int NEW_PHOTOGRAPHS = 2;

  private final WatchPhotographs photographs;

  /** The lines of each photograph, by its answer's number. */
  private final Map<Long, List<String>> drawn = new LinkedHashMap<>();

  /**
   * A strip without photographs.
   *
   * @param photographs is closed with this
   */
  PhotographStrip(WatchPhotographs photographs) {
    this.photographs = photographs;
  }

  /**
   * The strip's lines; none where a photograph is wider than the terminal.
   *
   * @param newest the feed's answers, newest first
   * @param columns how wide the terminal is
   */
  List<String> lines(Collection<FeedAnswer> newest, int columns) {
    int fit = Math.min(MOST_PHOTOGRAPHS, columns / (PHOTOGRAPH_COLUMNS + 1));
    if (fit == 0) {
      return List.of();
    }
    drawNew(newest);
    List<FeedAnswer> shown =
        newest.stream().filter(answer -> drawn.containsKey(answer.number())).limit(fit).toList();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < PHOTOGRAPH_ROWS; i++) {
      int row = i;
      lines.add(
          shown.stream()
              .map(answer -> drawn.getOrDefault(answer.number(), List.of()).get(row))
              .collect(Collectors.joining(" ")));
    }
    lines.add(
        shown.stream()
            .map(answer -> TerminalText.column(WatchLines.name(answer), PHOTOGRAPH_COLUMNS))
            .collect(Collectors.joining(" ")));
    return lines;
  }

  private void drawNew(Collection<FeedAnswer> newest) {
    newest.stream()
        .filter(answer -> !answer.labels().isEmpty() && answer.position() != null)
        .limit(NEW_PHOTOGRAPHS)
        .filter(answer -> !drawn.containsKey(answer.number()))
        .forEach(
            answer ->
                Optional.ofNullable(answer.position())
                    .map(
                        position -> photographs.draw(position, PHOTOGRAPH_COLUMNS, PHOTOGRAPH_ROWS))
                    .ifPresent(lines -> drawn.put(answer.number(), lines)));
    while (drawn.size() > 2 * MOST_PHOTOGRAPHS) {
      drawn.remove(drawn.keySet().iterator().next());
    }
  }

  @Override
  public void close() {
    photographs.close();
  }
}
