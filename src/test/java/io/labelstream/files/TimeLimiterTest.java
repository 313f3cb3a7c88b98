package io.labelstream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeLimiterTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void givesWhatATaskGivesAndThrowsWhatItThrows() throws Exception {
    try (TimeLimiter limit = TimeLimiter.waiting("test", 1, LONG)) {
      assertThat(limit.call(() -> "done")).isEqualTo("done");
      assertThatThrownBy(
              () ->
                  limit.call(
                      () -> {
                        throw new IOException("broken");
                      }))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessage("broken");
    }
  }

  @Test
  void interruptsWhatItGivesUp() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (TimeLimiter limit = TimeLimiter.waiting("test", 1, SHORT)) {
      assertThatThrownBy(
              () ->
                  limit.call(
                      () -> {
                        try {
                          return end.await(30, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                          interrupted.countDown();
                          throw e;
                        }
                      }))
          .isInstanceOf(TimeoutException.class);
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(limit.call(() -> "next")).isEqualTo("next");
    }
  }

  @Test
  void waitsForAThreadNoLongerThanForATask() throws Exception {
    try (TimeLimiter limit = TimeLimiter.waiting("test", 1, SHORT)) {
      assertThatThrownBy(() -> limit.call(this::hang)).isInstanceOf(TimeoutException.class);
      assertThatThrownBy(() -> limit.call(() -> "waited")).isInstanceOf(TimeoutException.class);
      end.countDown();
    }
    try (TimeLimiter limit = TimeLimiter.waiting("test", 1, LONG)) {
      assertThat(limit.call(() -> "runs")).isEqualTo("runs");
    }
  }

  @Test
  void refusesAtOnceWhileEveryThreadHangs() throws Exception {
    try (TimeLimiter limit = TimeLimiter.refusing("test", 1, SHORT)) {
      assertThatThrownBy(() -> limit.call(this::hang)).isInstanceOf(TimeoutException.class);
      assertThatThrownBy(() -> limit.call(() -> "refused"))
          .isInstanceOf(TimeoutException.class)
          .hasMessageContaining("all threads");
      end.countDown();
    }
  }

  @Test
  void refusesNobodyWhileNothingHangs() throws Exception {
    try (TimeLimiter limit = TimeLimiter.refusing("test", 1, LONG)) {
      for (int call = 0; call < 10_000; call++) {
        assertThat(limit.call(() -> "done")).isEqualTo("done");
      }
    }
  }

  /** Like a read from a socket, which no interrupt ends. */
  private boolean hang() {
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException e) {
        // Not noticed.
      }
    }
    return true;
  }
}
