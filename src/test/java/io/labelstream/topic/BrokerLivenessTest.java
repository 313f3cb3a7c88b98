package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerLivenessTest {

  private static final Duration POLL = Duration.ofMillis(100);

  private final FakeConsumer consumer = new FakeConsumer();
  private long nanos = 42;

  @ParameterizedTest
  @ValueSource(longs = {0, 500, 5000, 60_000})
  void aBrokerMayLeaveAFetchWithoutAnAnswerAsLongAsItWasAskedTo(long fetchWaitMillis) {
    BrokerLiveness liveness = liveness(Duration.ofMillis(fetchWaitMillis));
    for (int answers = 0; answers < 3; answers++) {
      consumer.bytes.addAndGet(64);
      assertThat(liveness.isAlive(false)).isTrue();
      // Even if its answer is a second late.
      assertThat(isAliveFor(liveness, Duration.ofMillis(fetchWaitMillis + 1000))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 500, 5000})
  void aBrokerThatIsSilentForTwoSecondsMoreIsGone(long fetchWaitMillis) {
    BrokerLiveness liveness = liveness(Duration.ofMillis(fetchWaitMillis));
    assertThat(liveness.isAlive(false)).isTrue();
    assertThat(isAliveFor(liveness, Duration.ofMillis(fetchWaitMillis + 2000))).isFalse();
    consumer.bytes.set(64);
    assertThat(liveness.isAlive(false)).as("it is back").isTrue();
  }

  @Test
  void aReaderThatWasHeldUpHasNotListenedMeanwhile() {
    BrokerLiveness liveness = liveness(Duration.ofMillis(500));
    assertThat(liveness.isAlive(false)).isTrue();
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(liveness.isAlive(false)).isTrue();
    assertThat(isAliveFor(liveness, Duration.ofMillis(1500))).isFalse();
  }

  @Test
  void recordsThatWereReceivedBeforeAreASignOfLife() {
    BrokerLiveness liveness = liveness(Duration.ofMillis(500));
    for (int look = 0; look < 100; look++) {
      nanos += POLL.toNanos();
      assertThat(liveness.isAlive(true)).isTrue();
    }
  }

  @Test
  void aBrokerWithoutAConnectionIsGoneAtTheSecondLook() {
    BrokerLiveness liveness = liveness(Duration.ofMinutes(1));
    assertThat(liveness.isAlive(false)).isTrue();
    consumer.connections.set(0);
    assertThat(liveness.isAlive(false)).isTrue();
    assertThat(liveness.isAlive(false)).isFalse();
    consumer.connections.set(1);
    assertThat(liveness.isAlive(false)).isTrue();
  }

  private BrokerLiveness liveness(Duration fetchWait) {
    return new BrokerLiveness(consumer, fetchWait, () -> nanos);
  }

  /** Looks as often as the reader does. */
  private boolean isAliveFor(BrokerLiveness liveness, Duration time) {
    boolean alive = true;
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(POLL)) {
      nanos += POLL.toNanos();
      alive = liveness.isAlive(false);
    }
    return alive;
  }
}
