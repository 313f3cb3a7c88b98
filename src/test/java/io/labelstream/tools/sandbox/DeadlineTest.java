package io.labelstream.tools.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private final Deadline passed = Deadline.in(Duration.ZERO);

  @Test
  void asksAgainUntilTheConditionHolds() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Deadline.in(Duration.ofMinutes(1))
        .await(
            "it did not count to three",
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw new IOException("not yet");
              }
              return true;
            });
    assertThat(asked).hasValue(3);
  }

  @Test
  void asksOnceEvenIfTheTimeIsOver() throws Exception {
    passed.await("it did not hold", () -> true);
  }

  @Test
  void saysWhatHasNotHappenedAndWhy() {
    assertThatThrownBy(() -> passed.await("it did not answer", () -> false))
        .isInstanceOf(SandboxException.class)
        .hasMessage("it did not answer within 0 s");
    assertThatThrownBy(
            () ->
                passed.await(
                    "it did not answer",
                    () -> {
                      throw new IOException("refused");
                    }))
        .isInstanceOf(SandboxException.class)
        .hasMessage("it did not answer within 0 s: java.io.IOException: refused");
  }

  @Test
  void endsOverAFailedCheckOrASandboxException() {
    Deadline generous = Deadline.in(Duration.ofMinutes(1));
    assertThatThrownBy(
            () ->
                generous.await(
                    "it did not hold",
                    () -> {
                      throw new IOException("it has ended");
                    },
                    () -> false))
        .isInstanceOf(IOException.class)
        .hasMessage("it has ended");
    assertThatThrownBy(
            () ->
                generous.await(
                    "it did not hold",
                    () -> {
                      throw new SandboxException("it has failed");
                    }))
        .hasMessage("it has failed");
  }
}
