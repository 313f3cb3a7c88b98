package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerPulseTest {

  private static final Duration POLL = Duration.ofMillis(100);

  private final FakeConsumer consumer = new FakeConsumer();
  private long nanos = 42;

  @ParameterizedTest
  @ValueSource(longs = {0, 500, 5000, 60_000})
  void aBrokerMayLeaveAFetchWithoutAnAnswerAsLongAsItWasAskedTo(long fetchWaitMillis) {
    BrokerPulse pulse = pulse(Duration.ofMillis(fetchWaitMillis));
    for (int answers = 0; answers < 3; answers++) {
      consumer.bytes.addAndGet(64);
      assertThat(pulse.isBeating(false)).isTrue();
      // Even if its answer is a second late.
      assertThat(beatsFor(pulse, Duration.ofMillis(fetchWaitMillis + 1000))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 500, 5000})
  void aBrokerThatIsSilentForTwoSecondsMoreIsGone(long fetchWaitMillis) {
    BrokerPulse pulse = pulse(Duration.ofMillis(fetchWaitMillis));
    assertThat(pulse.isBeating(false)).isTrue();
    assertThat(beatsFor(pulse, Duration.ofMillis(fetchWaitMillis + 2000))).isFalse();
    consumer.bytes.set(64);
    assertThat(pulse.isBeating(false)).as("it is back").isTrue();
  }

  @Test
  void aReaderThatWasHeldUpHasNotListenedMeanwhile() {
    BrokerPulse pulse = pulse(Duration.ofMillis(500));
    assertThat(pulse.isBeating(false)).isTrue();
    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(pulse.isBeating(false)).isTrue();
    assertThat(beatsFor(pulse, Duration.ofMillis(1500))).isFalse();
  }

  @Test
  void recordsThatWereReceivedBeforeAreASignOfLife() {
    BrokerPulse pulse = pulse(Duration.ofMillis(500));
    for (int look = 0; look < 100; look++) {
      nanos += POLL.toNanos();
      assertThat(pulse.isBeating(true)).isTrue();
    }
  }

  @Test
  void aBrokerWithoutAConnectionIsGoneAtTheSecondLook() {
    BrokerPulse pulse = pulse(Duration.ofMinutes(1));
    assertThat(pulse.isBeating(false)).isTrue();
    consumer.connections.set(0);
    assertThat(pulse.isBeating(false)).isTrue();
    assertThat(pulse.isBeating(false)).isFalse();
    consumer.connections.set(1);
    assertThat(pulse.isBeating(false)).isTrue();
  }

  private BrokerPulse pulse(Duration fetchWait) {
    return new BrokerPulse(consumer, fetchWait, () -> nanos);
  }

  /** Looks as often as the reader does. */
  private boolean beatsFor(BrokerPulse pulse, Duration time) {
    boolean beating = true;
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(POLL)) {
      nanos += POLL.toNanos();
      beating = pulse.isBeating(false);
    }
    return beating;
  }
}
