package io.labelstream.tools.cli;

import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedStatistics;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that moves, on the other screen of a terminal, which is as before when this is closed:
 * what all answers come to, the newest photographs, and a row for each of the newest answers.
 */
final class WatchTable implements WatchView {

  private static final String OTHER_SCREEN = "\033[?1049h\033[?25l";
  private static final String FIRST_SCREEN = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String END_OF_LINE = "\033[K\r\n";
  private static final String END_OF_SCREEN = "\033[J";
  private static final String BOLD = "\033[1m";
  private static final String RED = "\033[31m";
  private static final String FAINT = "\033[2m";
  private static final String RESET = "\033[0m";

  private static final long REDRAW_NANOS = 500_000_000;
  private static final int HEAD_LINES = 4;
  private static final int KEPT = 200;
  private static final int PHOTOGRAPH_COLUMNS = 26;
  private static final int PHOTOGRAPH_ROWS = 9;
  private static final int MOST_PHOTOGRAPHS = 6;
  private static final int NEW_PHOTOGRAPHS = 2;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final PrintWriter out;
  private final Supplier<Size> size;
  private final @Nullable WatchPhotographs photographs;
  private final LongSupplier nanoTime;
  private final Deque<FeedAnswer> newest = new ArrayDeque<>();
  private final Map<Long, List<String>> drawn = new LinkedHashMap<>();
  private long left;
  private long lastDrawn;

  /** Of a terminal, in characters. */
  record Size(int columns, int rows) {}

  /**
   * Takes the terminal's other screen.
   *
   * @param size asked for before each drawing, since people make windows larger
   * @param photographs null where the terminal does not show them
   * @param nanoTime as {@link System#nanoTime}
   */
  WatchTable(
      PrintWriter out,
      Supplier<Size> size,
      @Nullable WatchPhotographs photographs,
      LongSupplier nanoTime) {
    this.out = out;
    this.size = size;
    this.photographs = photographs;
    this.nanoTime = nanoTime;
    lastDrawn = nanoTime.getAsLong() - REDRAW_NANOS;
    out.print(OTHER_SCREEN);
    out.flush();
  }

  @Override
  public void show(List<FeedAnswer> answers, long more, Supplier<FeedStatistics> statistics) {
    answers.forEach(newest::addFirst);
    while (newest.size() > KEPT) {
      newest.removeLast();
    }
    left += more;
    if (nanoTime.getAsLong() - lastDrawn >= REDRAW_NANOS) {
      lastDrawn = nanoTime.getAsLong();
      draw(statistics.get());
      left = 0;
    }
  }

  private void draw(FeedStatistics statistics) {
    Size now = size.get();
    StringBuilder screen = new StringBuilder(HOME);
    head(statistics, now.columns()).forEach(line -> screen.append(line).append(END_OF_LINE));
    int rows = now.rows() - HEAD_LINES - 1;
    List<String> pictures = pictures(now);
    if (!pictures.isEmpty()) {
      pictures.forEach(line -> screen.append(line).append(END_OF_LINE));
      rows -= pictures.size();
    }
    newest.stream()
        .limit(Math.max(0, rows))
        .forEach(answer -> screen.append(row(answer, now.columns())).append(END_OF_LINE));
    out.print(screen.append(END_OF_SCREEN));
    out.flush();
  }

  private List<String> head(FeedStatistics statistics, int columns) {
    String failures =
        statistics.failures().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return List.of(
        BOLD
            + TerminalText.column(
                String.format(
                    Locale.ROOT,
                    "%.1f answers/s   %s ms median   %s ms p95   %s waiting   %d in all%s",
                    statistics.perSecond(),
                    number(statistics.p50Millis()),
                    number(statistics.p95Millis()),
                    number(statistics.waiting()),
                    statistics.total(),
                    left > 0 ? "   (a choice is shown)" : ""),
                columns)
            + RESET,
        TerminalText.column(line(statistics.answers()), columns),
        failures.isEmpty()
            ? TerminalText.column("no failures in the last minute", columns)
            : RED
                + TerminalText.column("failures in the last minute: " + failures, columns)
                + RESET,
        FAINT
            + TerminalText.column(cells("TIME", "LABEL", "SCORE", "MS", "WHERE"), columns)
            + RESET);
  }

  private String row(FeedAnswer answer, int columns) {
    String cells =
        cells(
            answer.answeredAt().substring(11, 19),
            TerminalText.clean(WatchLines.name(answer)),
            answer.labels().isEmpty() ? "" : WatchLines.score(answer.labels().get(0)),
            answer.millis() == null ? "" : Long.toString(answer.millis()),
            WatchLines.position(answer));
    String more = TerminalText.clean(answer.source()) + "  " + WatchLines.next(answer, 3);
    String line = TerminalText.column(cells + "  " + more, columns);
    return answer.labels().isEmpty() ? RED + line + RESET : line;
  }

  private static String cells(
      String time, String label, String score, String millis, String where) {
    return String.format(
        "%-8s  %s  %5s  %6s  %-12s", time, TerminalText.column(label, 26), score, millis, where);
  }

  /** The newest photographs side by side, with their labels; nothing where there is no room. */
  private List<String> pictures(Size now) {
    int fit = Math.min(MOST_PHOTOGRAPHS, now.columns() / (PHOTOGRAPH_COLUMNS + 1));
    if (photographs == null || fit == 0 || now.rows() < 2 * PHOTOGRAPH_ROWS + HEAD_LINES) {
      return List.of();
    }
    drawNew(photographs);
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

  /** Few at a time, so that the table goes on and the job does not feel it. */
  private void drawNew(WatchPhotographs source) {
    newest.stream()
        .filter(answer -> !answer.labels().isEmpty() && answer.position() != null)
        .limit(NEW_PHOTOGRAPHS)
        .filter(answer -> !drawn.containsKey(answer.number()))
        .forEach(
            answer ->
                Optional.ofNullable(answer.position())
                    .map(position -> source.draw(position, PHOTOGRAPH_COLUMNS, PHOTOGRAPH_ROWS))
                    .ifPresent(lines -> drawn.put(answer.number(), lines)));
    while (drawn.size() > 2 * MOST_PHOTOGRAPHS) {
      drawn.remove(drawn.keySet().iterator().next());
    }
  }

  /** A character for each second. */
  private static String line(int[] answers) {
    int most = 1;
    for (int count : answers) {
      most = Math.max(most, count);
    }
    StringBuilder line = new StringBuilder();
    for (int count : answers) {
      line.append(
          count == 0
              ? ' '
              : BARS.charAt(Math.min(BARS.length() - 1, count * BARS.length() / most)));
    }
    return line + "  last minute, most " + most + "/s";
  }

  private static String number(@Nullable Long value) {
    return value == null ? "-" : Long.toString(value);
  }

  @Override
  public void close() {
    out.print(FIRST_SCREEN);
    out.flush();
    if (photographs != null) {
      photographs.close();
    }
  }
}
