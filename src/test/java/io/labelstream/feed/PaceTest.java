package io.labelstream.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Pace pace = new Pace(10, 3, Duration.ofMillis(200), nanos::get);

  @Test
  void someGoAtOnceAndOthersWaitTheirTurn() {
    for (int i = 0; i < 3; i++) {
      assertThat(pace.take()).contains(Duration.ZERO);
    }
    assertThat(pace.take()).contains(Duration.ofMillis(100));
    assertThat(pace.take()).contains(Duration.ofMillis(200));
    assertThat(pace.take()).as("it would wait too long").isEmpty();
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(pace.take()).contains(Duration.ofMillis(200));
  }

  @Test
  void aPauseLetsNoMoreThanSomeGoAtOnce() {
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    for (int i = 0; i < 3; i++) {
      assertThat(pace.take()).contains(Duration.ZERO);
    }
    assertThat(pace.take()).contains(Duration.ofMillis(100));
  }
}
