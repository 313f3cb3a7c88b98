package io.labelstream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
  private final Admission admission = new Admission(nanoTime::get);

  @Test
  void countsFromTheFirstRefusal() {
    admission.granted();
    pass(MINUTE);
    assertThat(admission.lockedOut()).isZero();
    admission.refused();
    pass(MINUTE);
    admission.refused();
    pass(MINUTE);
    assertThat(admission.lockedOut()).isEqualTo(MINUTE.multipliedBy(2));
    admission.granted();
    assertThat(admission.lockedOut()).isZero();
  }

  @Test
  void aBrokerThatGoesAwayRefusesNoLonger() {
    admission.granted();
    admission.refused();
    pass(MINUTE);
    admission.unknown();
    assertThat(admission.lockedOut()).isZero();
    pass(MINUTE);
    admission.refused();
    assertThat(admission.lockedOut()).isZero();
  }

  @Test
  void whoWasNeverLetInIsNotLockedOut() {
    admission.refused();
    pass(MINUTE);
    assertThat(admission.lockedOut()).isZero();
    assertThat(admission.refusals()).isEqualTo(1);
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
