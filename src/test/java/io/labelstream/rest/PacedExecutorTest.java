package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedExecutorTest {

  private final Vertx vertx = Vertx.vertx();
  private final PacedExecutor executor = new PacedExecutor(vertx, 10);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void runsWhatItIsGiven() {
    assertThat(executor.paced(() -> "one").await()).isEqualTo("one");
    assertThat(executor.unpaced(() -> "two").await()).isEqualTo("two");
  }

  @Test
  void failsWhenItIsClosed() {
    executor.close();
    Future<String> paced = executor.paced(() -> "one");
    Future<String> unpaced = executor.unpaced(() -> "two");
    assertThatThrownBy(paced::await).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(unpaced::await).isInstanceOf(RejectedExecutionException.class);
  }
}
