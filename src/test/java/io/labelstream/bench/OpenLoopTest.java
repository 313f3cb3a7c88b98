package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenLoopTest {

  @Test
  void takesTheNearestRank() {
    double[] hundred = new double[100];
    for (int i = 0; i < hundred.length; i++) {
      hundred[i] = i + 1;
    }
    assertThat(OpenLoop.percentile(hundred, 0.99)).isEqualTo(99);
    assertThat(OpenLoop.percentile(hundred, 0.5)).isEqualTo(50);
    assertThat(OpenLoop.percentile(new double[] {7}, 0.5)).isEqualTo(7);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void sleepsNoLongerThanItMay() {
    Thread.currentThread().interrupt();
    OpenLoop.sleepUntil(System.nanoTime() + TimeUnit.DAYS.toNanos(1));
    assertThat(Thread.interrupted()).as("whoever called can end, too").isTrue();
  }
}
