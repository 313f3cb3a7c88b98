package io.labelstream.tools.cli;

import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedStatistics;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
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

  /** With fewer rows below them, photographs are left out. */
  private static final int FEWEST_ANSWERS = 7;

  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final PrintWriter out;
  private final Supplier<Size> size;
  private final @Nullable PhotographStrip photographs;
  private final LongSupplier nanoTime;
  private final Deque<FeedAnswer> newest = new ArrayDeque<>();
  private long left;
  private long lastDrawn;

  /**
   * Of a terminal, in characters; one that says 0, as some do over a network, has the usual one.
   */
  record Size(int columns, int rows) {

    Size {
      columns = columns > 0 ? columns : 80;
      rows = rows > 0 ? rows : 24;
    }
  }

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
    this.photographs = photographs == null ? null : new PhotographStrip(photographs);
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
    if (photographs != null && rows >= PhotographStrip.ROWS + FEWEST_ANSWERS) {
      List<String> pictures = photographs.lines(newest, now.columns());
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
