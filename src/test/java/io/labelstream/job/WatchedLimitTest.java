package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.rest.CapturedLog;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchedLimitTest {

  private int taken = 2_000_000;
  private boolean answering = true;
  private final WatchedLimit limit =
      new WatchedLimit(
          "results",
          () -> {
            if (!answering) {
              throw new ExecutionException(new IllegalStateException("no broker"));
            }
            return taken;
          },
          1_000_000);

  @AfterEach
  void close() {
    limit.close();
  }

  @Test
  void isTheLeastOfSettingAndTopic() throws Exception {
    limit.start();
    assertThat(limit.bytes()).isEqualTo(1_000_000);
    try (CapturedLog log = new CapturedLog()) {
      taken = 20_000;
      limit.look();
      assertThat(limit.bytes()).isEqualTo(20_000);
      limit.look();
      assertThat(log.messages(WatchedLimit.class)).hasSize(1);
      assertThat(log.messages(WatchedLimit.class).get(0)).contains("20000", "results", "1000000");
    }
    taken = 30_000;
    limit.look();
    assertThat(limit.bytes()).isEqualTo(30_000);
  }

  @Test
  void isNeverLessThanAnAnswerNeeds() throws Exception {
    taken = 16_383;
    assertThatThrownBy(limit::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("results takes 16383 bytes")
        .hasMessageContaining("16384");
    taken = 16_384;
    limit.start();
    taken = 1_000;
    limit.look();
    assertThat(limit.bytes()).as("a job that runs goes on").isEqualTo(16_384);
  }

  @Test
  void staysAsItIsWhileNobodySays() throws Exception {
    answering = false;
    try (CapturedLog log = new CapturedLog()) {
      limit.start();
      limit.look();
      assertThat(log.messages(WatchedLimit.class)).hasSize(1);
      assertThat(log.messages(WatchedLimit.class).get(0)).contains("no broker");
    }
    assertThat(limit.bytes()).isEqualTo(1_000_000);
    answering = true;
    taken = 20_000;
    limit.look();
    answering = false;
    limit.look();
    assertThat(limit.bytes()).isEqualTo(20_000);
  }
}
