package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.store.KeyMode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private final MovingClock clock = new MovingClock();
  private final RateLimits limits = new RateLimits(clock);

  @Test
  void allowsTheRateAndNoMore() {
    ApiKey key = key("a", 10);
    for (int i = 9; i >= 0; i--) {
      RateLimits.Decision decision = limits.take(key);
      assertThat(decision.allowed()).isTrue();
      assertThat(decision.limit()).isEqualTo(10);
      assertThat(decision.remaining()).isEqualTo(i);
    }
    RateLimits.Decision refused = limits.take(key);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(6));
    assertThat(refused.reset()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void refillsEvenly() {
    ApiKey key = key("a", 10);
    for (int i = 0; i < 10; i++) {
      limits.take(key);
    }
    clock.advance(Duration.ofSeconds(5));
    assertThat(limits.take(key).allowed()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(limits.take(key).allowed()).isTrue();
    assertThat(limits.take(key).allowed()).isFalse();
  }

  @Test
  void keysDoNotShare() {
    ApiKey one = key("a", 1);
    assertThat(limits.take(one).allowed()).isTrue();
    assertThat(limits.take(one).allowed()).isFalse();
    assertThat(limits.take(key("b", 1)).allowed()).isTrue();
  }

  @Test
  void aChangedRateCountsAtOnce() {
    assertThat(limits.take(key("a", 1)).allowed()).isTrue();
    assertThat(limits.take(key("a", 1)).allowed()).isFalse();
    assertThat(limits.take(key("a", 5)).allowed()).isTrue();
  }

  private static ApiKey key(String id, int perMinute) {
    return new ApiKey(id, "ann", KeyMode.LIVE, perMinute, "", "", "", Set.of());
  }
}
