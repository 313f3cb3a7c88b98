package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.config.FacadeSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private final FakeTopic topic = new FakeTopic();
  private final MovingClock clock = new MovingClock();
  private final Classifications classifications =
      new Classifications(
          topic, FacadeSettings.read(List.of(), Map.of()), clock, new SimpleMeterRegistry());
  private final Readiness readiness = new Readiness(classifications, topic, new byte[] {1}, clock);

  @BeforeEach
  void start() {
    topic.start(classifications::answered, classifications::disconnected);
  }

  @Test
  void isReadyWhenAPredictionHasComeBack() {
    assertThat(readiness.isReady()).isFalse();
    readiness.probe();
    assertThat(readiness.isReady()).isTrue();
  }

  @Test
  void isNotReadyWhileNoneComes() {
    topic.hold();
    readiness.probe();
    readiness.probe();
    assertThat(readiness.isReady()).isFalse();
    assertThat(classifications.pending()).as("one probe at a time").isEqualTo(1);
    topic.release();
    assertThat(readiness.isReady()).isTrue();
  }

  @Test
  void endsWhenTheJobFallsSilent() {
    readiness.probe();
    topic.hold();
    clock.advance(Duration.ofSeconds(14));
    readiness.probe();
    assertThat(readiness.isReady()).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThat(readiness.isReady()).isFalse();
  }

  @Test
  void anAnswerOfAFeedIsOneToo() {
    topic.hold();
    readiness.probe();
    topic.answerTo("/feed");
    assertThat(readiness.isReady()).isTrue();
    assertThat(classifications.pending()).isEqualTo(1);
  }

  @Test
  void endsAtOnceWithoutTheBroker() {
    readiness.probe();
    topic.disconnect();
    assertThat(readiness.isReady()).isFalse();
  }
}
