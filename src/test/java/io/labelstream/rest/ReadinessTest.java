package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final FakeJobChannel channel = new FakeJobChannel();
  private final MovingClock clock = new MovingClock();
  private final Classifications classifications =
      new Classifications(
          vertx, channel, Settings.defaults(Scope.FACADE), clock, new SimpleMeterRegistry());
  private final Readiness readiness =
      new Readiness(classifications, channel, new byte[] {1}, clock);

  @BeforeEach
  void start() {
    channel.start(classifications::answered, classifications::disconnected);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void isReadyWhenAnAnswerHasComeBack() {
    assertThat(readiness.isReady()).isFalse();
    assertThat(ask()).isCompletedWithValue(true);
    assertThat(readiness.isReady()).isTrue();
  }

  @Test
  void triesPartitionsThatWereAdded() {
    readiness.tryNewPartitions();
    assertThat(channel.probes()).isEmpty();
    channel.untried = List.of(12, 13);
    readiness.tryNewPartitions();
    assertThat(channel.sentTo).containsExactly(12, 13);
    assertThat(channel.probes()).hasSize(2);
  }

  /** Or the job would answer from its memory, whatever its model does. */
  @Test
  void noTwoImagesAreEqual() {
    channel.untried = List.of(1, 2, 3);
    readiness.tryNewPartitions();
    assertThat(channel.probes())
        .extracting(FakeJobChannel.Sent::value)
        .doesNotHaveDuplicates()
        .allSatisfy(image -> assertThat(image.orElseThrow()).startsWith("\u0001"));
  }

  @Test
  void sendsNothingWhileNobodyAsks() {
    assertThat(ask()).isCompletedWithValue(true);
    clock.advance(HOUR);
    assertThat(readiness.isReady()).isFalse();
    assertThat(channel.probes()).hasSize(1);
    assertThat(ask()).as("and is ready for who asks then").isCompletedWithValue(true);
  }

  @ParameterizedTest
  @CsvSource({"1, 450", "5, 360", "10, 360", "15, 240", "60, 60"})
  void sendsAsLittleAsWillDoForWhoAsksRegularly(int everySeconds, int inAnHour) {
    for (Duration time = Duration.ZERO;
        time.compareTo(HOUR) < 0;
        time = time.plusSeconds(everySeconds)) {
      assertThat(ask()).isCompletedWithValue(true);
      clock.advance(Duration.ofSeconds(everySeconds));
    }
    assertThat(channel.probes()).hasSize(inAnHour);
  }

  @Test
  void anAnswerOfAFeedIsOneToo() {
    channel.hold();
    CompletableFuture<Boolean> asked = ask();
    channel.answerTo("/feed");
    assertThat(readiness.isReady()).isTrue();
    assertThat(asked).as("but not the one that is waited for").isNotDone();
    for (int second = 0; second < 100; second++) {
      channel.answerTo("/feed");
      assertThat(ask()).isCompletedWithValue(true);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(channel.probes()).hasSize(1);
  }

  @Test
  void whoAsksWaitsForTheOneThatIsUnderWay() {
    channel.hold();
    CompletableFuture<Boolean> first = ask();
    CompletableFuture<Boolean> second = ask();
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(channel.probes()).as("one at a time").hasSize(1);
    channel.release();
    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(true);
  }

  @Test
  void whoAsksDoesNotWaitForOneThatIsLate() {
    channel.hold();
    CompletableFuture<Boolean> first = ask();
    clock.advance(Duration.ofSeconds(9));
    assertThat(ask()).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(false);
    assertThat(first).isNotDone();
    channel.release();
    assertThat(ask()).isCompletedWithValue(true);
  }

  @Test
  void whoAsksAgainInTimeNeedNotWait() {
    assertThat(ask()).isCompletedWithValue(true);
    channel.hold();
    clock.advance(Duration.ofSeconds(10));
    assertThat(ask()).as("it is renewed behind the scenes").isCompletedWithValue(true);
    assertThat(channel.probes()).hasSize(2);
    clock.advance(Duration.ofSeconds(4));
    channel.release();
    clock.advance(Duration.ofSeconds(10));
    assertThat(readiness.isReady()).isTrue();
  }

  @Test
  void endsWhenTheJobFallsSilent() {
    assertThat(ask()).isCompletedWithValue(true);
    channel.hold();
    clock.advance(Duration.ofSeconds(14));
    assertThat(ask()).isCompletedWithValue(true);
    clock.advance(Duration.ofSeconds(2));
    assertThat(readiness.isReady()).isFalse();
    assertThat(ask()).isNotDone();
  }

  @Test
  void endsAtOnceWithoutTheBroker() {
    assertThat(ask()).isCompletedWithValue(true);
    channel.disconnect();
    assertThat(ask()).isCompletedWithValue(false);
    assertThat(channel.probes()).hasSize(1);
    channel.reconnect();
    channel.hold();
    clock.advance(HOUR);
    CompletableFuture<Boolean> asked = ask();
    channel.disconnect();
    assertThat(asked).isCompletedWithValue(false);
  }

  @Test
  void aConsumerCanTellItsAnswers() {
    assertThat(ask()).isCompletedWithValue(true);
    FakeJobChannel.Sent probe = channel.probes().get(0);
    assertThat(probe.header("ce_source"))
        .matches("/labelstream/facade/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/probe");
    assertThat(probe.key()).isEqualTo("labelstream-probe");
    assertThat(probe.header("ce_id")).as("cannot be guessed").matches("[0-9a-f-]{36}");
  }

  private CompletableFuture<Boolean> ask() {
    return readiness.ask().toCompletionStage().toCompletableFuture();
  }
}
