package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.Answer;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestRecord;
import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedFilter;
import io.labelstream.feed.TestAnswers;
import io.labelstream.topic.RequestReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a terminal is sent, and what a pipe. */
class WatchViewTest {

  private static final String HALF = "▀";

  private final StringWriter out = new StringWriter();
  private final PrintWriter writer = new PrintWriter(out);
  private final Feed feed = new Feed(TestAnswers.TOPIC, Clock.systemUTC());
  private final AtomicLong nanos = new AtomicLong();

  /** A topic that holds one photograph at each position. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two.
  private record Photographs(byte[] image) implements RequestReader {

    @Override
    public Optional<RequestRecord> read(int partition, long offset) {
      List<RecordHeader> none = List.of();
      return Optional.of(
          new RequestRecord(TestAnswers.TOPIC, partition, offset, 0, null, none, image));
    }

    @Override
    public Map<Integer, Long> ends() {
      return Map.of();
    }

    @Override
    public void closeIdle() {}

    @Override
    public void close() {}
  }

  private void show(WatchView view, Answer... answers) {
    long last = feed.last();
    for (Answer answer : answers) {
      feed.take(answer);
    }
    view.show(feed.since(last, FeedFilter.ALL, 100).answers(), 0, feed::statistics);
  }

  @Test
  void aPipeGetsALineForEach() {
    WatchLines lines = new WatchLines(writer);
    show(
        lines,
        TestAnswers.labelled(7, "Tabby", 0.43f, 38),
        TestAnswers.failed(8, ErrorCode.UNDECODABLE_IMAGE));
    assertThat(out.toString().lines())
        .containsExactly(
            "2026-11-25T02:59:59.500Z\t0/7\t/camera/7\tgate-2\tTabby\t0.430\tGoldfish 0.010\t38",
            "2026-11-25T02:59:59.500Z\t0/8\t/camera/7\tgate-2\tUNDECODABLE_IMAGE\t-\timage is"
                + " truncated\t5");
  }

  @Test
  void nobodyCommandsATerminalByWhatTheySend() {
    String hostile = "a\033[2J\r\nb\u202Ec\td\u009b31m";
    show(new WatchLines(writer), TestAnswers.labelled(1, hostile, 0.5f, 1));
    assertThat(out.toString().strip()).doesNotContain("\033", "\u202E", "\u009b", "\r");
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).contains("a?[2J??b?c?d?31m");
    WatchTable table = table(120, 20, null);
    show(table, TestAnswers.labelled(2, hostile, 0.5f, 1));
    assertThat(out.toString()).doesNotContain("a\033[2J", "\u202E", "\u009b");
  }

  @Test
  void aTerminalGetsATableThatMoves() {
    WatchTable table = table(120, 12, null);
    show(
        table,
        TestAnswers.labelled(7, "Tabby", 0.43f, 38),
        TestAnswers.failed(8, ErrorCode.UNDECODABLE_IMAGE));
    String screen = out.toString();
    assertThat(screen).startsWith("\033[?1049h");
    assertThat(screen).contains("38 ms p95", "2 in all", "UNDECODABLE_IMAGE 1");
    assertThat(screen.indexOf("image is truncated")).isLessThan(screen.indexOf("0.430"));
    out.getBuffer().setLength(0);
    show(table, TestAnswers.labelled(9, "Lynx", 0.9f, 1));
    assertThat(out.toString()).as("too early to be read").isEmpty();
    nanos.addAndGet(600_000_000);
    show(table);
    assertThat(out.toString()).startsWith("\033[H").contains("Lynx").doesNotContain("[?1049h");
    table.close();
    assertThat(out.toString()).endsWith("\033[?1049l");
  }

  @Test
  void noLineIsLongerThanTheTerminalIsWide() {
    for (int columns : new int[] {20, 80, 200}) {
      out.getBuffer().setLength(0);
      show(table(columns, 10, null), TestAnswers.labelled(7, "Tabby", 0.43f, 38));
      List<String> lines =
          out.toString().replaceAll("\033\\[[0-9;?]*[A-Za-z]", "").lines().toList();
      assertThat(lines)
          .hasSizeLessThanOrEqualTo(10)
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
    }
  }

  @Test
  void aTerminalThatDoesNotSayHowLargeItIsHasTheUsualSize() {
    show(table(0, 0, null), TestAnswers.labelled(7, "Tabby", 0.43f, 38));
    String screen = out.toString().replaceAll("\033\\[[0-9;?]*[A-Za-z]", "");
    assertThat(screen).contains("Tabby");
    assertThat(screen.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void photographsAreHalfBlocksWhereThereIsRoom() throws IOException {
    byte[] photograph = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    show(table(120, 40, photograph), TestAnswers.labelled(7, "Espresso", 0.98f, 38));
    assertThat(out.toString().chars().filter(one -> one == HALF.charAt(0))).hasSize(26 * 9);
    assertThat(out.toString()).contains("\033[38;2;", "Espresso");
    out.getBuffer().setLength(0);
    show(table(120, 15, photograph), TestAnswers.labelled(8, "Espresso", 0.98f, 38));
    assertThat(out.toString()).doesNotContain(HALF);
  }

  @Test
  void whatIsNoPhotographIsLeftEmpty() {
    show(table(120, 40, new byte[] {1, 2, 3}), TestAnswers.labelled(7, "Tabby", 0.5f, 1));
    assertThat(out.toString()).doesNotContain(HALF).contains("░".repeat(26));
  }

  private WatchTable table(int columns, int rows, byte @Nullable [] photograph) {
    return new WatchTable(
        writer,
        () -> new WatchTable.Size(columns, rows),
        photograph == null ? null : new WatchPhotographs(new Photographs(photograph)),
        nanos::get);
  }
}
