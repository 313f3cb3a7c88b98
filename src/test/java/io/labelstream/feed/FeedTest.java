package io.labelstream.feed;

import static io.labelstream.feed.TestAnswers.failed;
import static io.labelstream.feed.TestAnswers.labelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.Answer;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.ScoredLabel;
import io.labelstream.rest.MovingClock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FeedTest {

  private final MovingClock clock = new MovingClock();
  private final Feed feed = new Feed(TestAnswers.TOPIC, clock);

  private void takeTabbies(int count) {
    for (int i = 0; i < count; i++) {
      feed.take(labelled(i, "Tabby", 0.5f, 10));
    }
  }

  @Test
  void tellsAnAnswerAsItWas() {
    feed.take(labelled(7, "Tabby", 0.43f, 38));
    FeedAnswer answer = feed.find(0, 7).orElseThrow();
    assertThat(answer.number()).isEqualTo(1);
    assertThat(answer.outcome()).isEqualTo(FeedOutcome.COMPLETED);
    assertThat(answer.labels())
        .containsExactly(new ScoredLabel("Tabby", 0.43f), new ScoredLabel("Goldfish", 0.01f));
    assertThat(answer.subject()).isEqualTo("gate-2");
    assertThat(answer.position()).hasToString(TestAnswers.TOPIC + "/0/7");
    assertThat(answer.answeredAt()).isEqualTo("2026-11-25T02:59:59.500Z");
    assertThat(answer.millis()).isEqualTo(38);
    assertThat(answer.errorCode()).isNull();
    assertThat(feed.find(1, 7)).isEmpty();
  }

  @Test
  void tellsWhyOneHasFailed() {
    feed.take(failed(8, ErrorCode.UNDECODABLE_IMAGE));
    FeedAnswer answer = feed.find(0, 8).orElseThrow();
    assertThat(answer.outcome()).isEqualTo(FeedOutcome.FAILED);
    assertThat(answer.errorCode()).isEqualTo("UNDECODABLE_IMAGE");
    assertThat(answer.errors()).containsExactly("image is truncated");
    assertThat(answer.labels()).isEmpty();
  }

  @Test
  void leavesOutTheProbesOfFacades() {
    feed.take(TestAnswers.probe(1));
    assertThat(feed.last()).isZero();
    feed.ends(Map.of(0, 2L));
    assertThat(feed.statistics().waiting()).as("it was answered, though").isZero();
  }

  /** At its position in the requests topic stands the photograph of another. */
  @Test
  void tellsNoPositionInAnotherTopic() {
    feed.take(TestAnswers.elsewhere(7));
    assertThat(feed.find(0, 7)).isEmpty();
    FeedAnswer answer = feed.newest(FeedFilter.ALL, OptionalLong.empty(), 1).get(0);
    assertThat(answer.id()).isEqualTo("id-7");
    assertThat(answer.position()).isNull();
    assertThat(answer.millis()).isEqualTo(5);
    feed.ends(Map.of(0, 20L));
    feed.ends(Map.of(0, 30L));
    assertThat(feed.statistics().waiting()).isEqualTo(10);
  }

  @Test
  void keepsTheLastThousand() {
    takeTabbies(2500);
    assertThat(feed.last()).isEqualTo(2500);
    List<FeedAnswer> newest = feed.newest(FeedFilter.ALL, OptionalLong.empty(), 5000);
    assertThat(newest).hasSize(1000);
    assertThat(newest.get(0).number()).isEqualTo(2500);
    assertThat(newest.get(999).number()).isEqualTo(1501);
    assertThat(feed.find(0, 1499)).isEmpty();
    assertThat(feed.find(0, 1500)).isPresent();
  }

  @Test
  void goesBackPageByPage() {
    takeTabbies(25);
    List<FeedAnswer> first = feed.newest(FeedFilter.ALL, OptionalLong.empty(), 10);
    List<FeedAnswer> second = feed.newest(FeedFilter.ALL, OptionalLong.of(16), 10);
    List<FeedAnswer> third = feed.newest(FeedFilter.ALL, OptionalLong.of(6), 10);
    assertThat(first).extracting(FeedAnswer::number).startsWith(25L).endsWith(16L);
    assertThat(second).extracting(FeedAnswer::number).startsWith(15L).endsWith(6L);
    assertThat(third).extracting(FeedAnswer::number).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(feed.newest(FeedFilter.ALL, OptionalLong.of(1), 10)).isEmpty();
  }

  /** Whoever writes to the results topic must not be able to fill the memory. */
  @Test
  void cutsWhatIsTooLong() {
    String endless = "😀".repeat(100_000);
    feed.take(
        new Answer(
            endless,
            endless,
            Optional.of(endless),
            false,
            Optional.of(
                new IdentifyResponse(
                    endless, 0.5f, Collections.nCopies(999, new ScoredLabel(endless, 0.1f)))),
            Optional.empty(),
            Optional.empty()));
    FeedAnswer answer = feed.newest(FeedFilter.ALL, OptionalLong.empty(), 1).get(0);
    assertThat(answer.id().codePointCount(0, answer.id().length())).isEqualTo(200);
    assertThat(answer.id()).endsWith("😀…");
    assertThat(answer.labels())
        .hasSize(100)
        .allSatisfy(label -> assertThat(label.label()).hasSizeLessThan(500));
    assertThat(answer.position()).isNull();
    assertThat(answer.millis()).isNull();
  }

  @Nested
  class News {

    @Test
    void areWhatCameSince() {
      takeTabbies(5);
      Feed.News news = feed.since(3, FeedFilter.ALL, 10);
      assertThat(news.answers()).extracting(FeedAnswer::number).containsExactly(4L, 5L);
      assertThat(news.left()).isZero();
      assertThat(news.last()).isEqualTo(5);
      assertThat(feed.since(5, FeedFilter.ALL, 10).answers()).isEmpty();
    }

    @Test
    void areChosenEvenlyAndTheRestIsCounted() {
      takeTabbies(100);
      Feed.News news = feed.since(0, FeedFilter.ALL, 4);
      assertThat(news.answers()).extracting(FeedAnswer::number).containsExactly(32L, 64L, 80L, 96L);
      assertThat(news.left()).isEqualTo(96);
    }

    @Test
    void areTheSameForAllWhoLook() {
      takeTabbies(64);
      assertThat(feed.since(0, FeedFilter.ALL, 8).answers())
          .extracting(FeedAnswer::number)
          .containsExactly(8L, 16L, 24L, 32L, 40L, 48L, 56L, 64L);
      assertThat(feed.since(5, FeedFilter.ALL, 8).answers())
          .extracting(FeedAnswer::number)
          .containsExactly(8L, 16L, 24L, 32L, 40L, 48L, 56L, 64L);
    }

    @Test
    void areFilteredBeforeTheyAreChosen() {
      takeTabbies(500);
      feed.take(labelled(501, "Lynx", 0.9f, 1));
      takeTabbies(400);
      Feed.News news = feed.since(0, filter("lyn"), 4);
      assertThat(news.answers()).extracting(FeedAnswer::number).containsExactly(501L);
      assertThat(news.left()).isZero();
    }

    @Test
    void thatAreKeptNoMoreAreCounted() {
      takeTabbies(1700);
      Feed.News news = feed.since(100, FeedFilter.ALL, 10);
      assertThat(news.answers()).hasSize(10);
      assertThat(news.left()).isEqualTo(1590);
      assertThat(news.last()).isEqualTo(1700);
    }

    @Test
    void ofAConnectionThatTakesNoneAreCounted() {
      takeTabbies(7);
      assertThat(feed.since(0, FeedFilter.ALL, 0)).isEqualTo(new Feed.News(List.of(), 7, 7));
    }
  }

  @Nested
  class Filters {

    @Test
    void areByLabelInAnyCase() {
      feed.take(labelled(1, "Tiger Cat", 0.6f, 1));
      feed.take(labelled(2, "Lynx", 0.2f, 1));
      feed.take(failed(3, ErrorCode.EXPIRED));
      assertThat(offsets(filter("CAT"))).containsExactly(1L);
      assertThat(offsets(filter("goldfish"))).as("the most probable label alone").isEmpty();
    }

    @Test
    void areByScore() {
      feed.take(labelled(1, "Tiger Cat", 0.6f, 1));
      feed.take(labelled(2, "Lynx", 0.25f, 1));
      feed.take(failed(3, ErrorCode.EXPIRED));
      assertThat(offsets(scores(0.5, 1))).containsExactly(1L);
      assertThat(offsets(scores(0, 0.25))).containsExactly(2L);
      assertThat(offsets(scores(0, 1))).containsExactly(3L, 2L, 1L);
    }

    @Test
    void areByOutcomeAndSource() {
      feed.take(labelled(1, "Tiger Cat", 0.6f, 1));
      feed.take(failed(2, ErrorCode.EXPIRED));
      assertThat(offsets(outcome(FeedOutcome.FAILED, "CAMERA"))).containsExactly(2L);
      assertThat(offsets(outcome(FeedOutcome.COMPLETED, "/7"))).containsExactly(1L);
      assertThat(offsets(outcome(FeedOutcome.COMPLETED, "/8"))).isEmpty();
    }

    private List<Long> offsets(FeedFilter filter) {
      return feed.newest(filter, OptionalLong.empty(), 10).stream()
          .map(answer -> Objects.requireNonNull(answer.position()).offset())
          .toList();
    }

    private FeedFilter scores(double least, double most) {
      return new FeedFilter(Optional.empty(), least, most, Optional.empty(), Optional.empty());
    }

    private FeedFilter outcome(FeedOutcome outcome, String source) {
      return new FeedFilter(Optional.empty(), 0, 1, Optional.of(outcome), Optional.of(source));
    }
  }

  @Nested
  class Statistics {

    @Test
    void ofNothing() {
      FeedStatistics statistics = feed.statistics();
      assertThat(statistics.total()).isZero();
      assertThat(statistics.perSecond()).isZero();
      assertThat(statistics.answers()).hasSize(60).containsOnly(0);
      assertThat(statistics.p50Millis()).isNull();
      assertThat(statistics.labels()).isEmpty();
      assertThat(statistics.waiting()).isNull();
    }

    @Test
    void countEachSecond() {
      takeTabbies(30);
      clock.advance(Duration.ofSeconds(1));
      feed.take(failed(40, ErrorCode.UNDECODABLE_IMAGE));
      feed.take(failed(41, ErrorCode.UNSUPPORTED_FORMAT));
      feed.take(failed(42, ErrorCode.UNSUPPORTED_FORMAT));
      clock.advance(Duration.ofSeconds(1));
      feed.take(labelled(50, "Tabby", 0.5f, 1));
      FeedStatistics statistics = feed.statistics();
      assertThat(statistics.answers()).endsWith(0, 30, 3);
      assertThat(statistics.failed()).endsWith(0, 0, 3);
      assertThat(statistics.perSecond()).isEqualTo(3.3);
      assertThat(statistics.failures())
          .isEqualTo(Map.of("UNDECODABLE_IMAGE", 1, "UNSUPPORTED_FORMAT", 2));
      assertThat(statistics.total()).isEqualTo(34);
    }

    @Test
    void forgetAfterAMinute() {
      feed.take(failed(1, ErrorCode.EXPIRED));
      clock.advance(Duration.ofSeconds(60));
      assertThat(feed.statistics().answers()).startsWith(1, 0).endsWith(0, 0);
      clock.advance(Duration.ofSeconds(1));
      assertThat(feed.statistics().answers()).containsOnly(0);
      assertThat(feed.statistics().failures()).isEmpty();
      clock.advance(Duration.ofDays(1));
      assertThat(feed.statistics().answers()).containsOnly(0);
      assertThat(feed.statistics().total()).isEqualTo(1);
    }

    @Test
    void rankTimes() {
      IntStream.rangeClosed(1, 200)
          .forEach(millis -> feed.take(labelled(millis, "Tabby", 0.5f, millis)));
      assertThat(feed.statistics().p50Millis()).isEqualTo(100);
      assertThat(feed.statistics().p95Millis()).isEqualTo(190);
    }

    @Test
    void shareLabelsAndScores() {
      takeTabbies(3);
      feed.take(labelled(4, "Lynx", 1f, 1));
      feed.take(failed(5, ErrorCode.EXPIRED));
      FeedStatistics statistics = feed.statistics();
      assertThat(statistics.labels())
          .containsExactly(
              new FeedStatistics.LabelCount("Tabby", 3, 0.75),
              new FeedStatistics.LabelCount("Lynx", 1, 0.25));
      assertThat(statistics.scores()).containsExactly(0, 0, 0, 0, 0, 3, 0, 0, 0, 1);
    }

    @Test
    void tellHowManyRequestsWait() {
      feed.take(labelled(79, "Tabby", 0.5f, 1));
      assertThat(feed.statistics().waiting()).as("nobody has looked").isNull();
      feed.ends(Map.of(0, 100L, 1, 50L));
      assertThat(feed.statistics().waiting()).as("behind the newest answer").isEqualTo(20);
      feed.ends(Map.of(0, 100L, 1, 57L));
      assertThat(feed.statistics().waiting()).as("and of a partition without one").isEqualTo(27);
      feed.take(labelled(20, "Tabby", 0.5f, 1));
      assertThat(feed.statistics().waiting()).as("an answer that comes again").isEqualTo(27);
      feed.take(labelled(99, "Tabby", 0.5f, 1));
      assertThat(feed.statistics().waiting()).isEqualTo(7);
      feed.ends(Map.of());
      assertThat(feed.statistics().waiting()).as("nobody looks any more").isNull();
    }
  }

  private static FeedFilter filter(String label) {
    return new FeedFilter(Optional.of(label), 0, 1, Optional.empty(), Optional.empty());
  }
}
