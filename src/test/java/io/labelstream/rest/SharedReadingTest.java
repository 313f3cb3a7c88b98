package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedReadingTest {

  private static final Duration KEPT = Duration.ofSeconds(20);

  /** Far from zero, which is a time like any other. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private final AtomicInteger readings = new AtomicInteger();
  private final Semaphore let = new Semaphore(0);
  private volatile boolean failing;
  private Vertx vertx;
  private SharedReading<Integer> reading;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    WorkerExecutor executor = vertx.createSharedWorkerExecutor("readings", 4);
    reading = new SharedReading<>(executor, this::read, KEPT, nanos::get);
  }

  @AfterEach
  void stop() {
    let.release(1000);
    vertx.close().await();
  }

  private int read() throws InterruptedException {
    int number = readings.incrementAndGet();
    let.acquire();
    if (failing) {
      throw new IllegalStateException("reading " + number);
    }
    return number;
  }

  @Test
  void readsOnceForAllWhoAskMeanwhile() {
    List<Future<Integer>> asked = IntStream.range(0, 10).mapToObj(i -> reading.get()).toList();
    await().until(() -> readings.get() == 1);
    let.release();
    assertThat(asked).allSatisfy(one -> assertThat(one.await()).isEqualTo(1));
    assertThat(readings).hasValue(1);
  }

  @Test
  void givesAgainWhatIsNotTooOld() {
    let.release(2);
    assertThat(reading.get().await()).isEqualTo(1);
    nanos.addAndGet(KEPT.toNanos());
    assertThat(reading.get().await()).isEqualTo(1);
    nanos.incrementAndGet();
    assertThat(reading.get().await()).isEqualTo(2);
    assertThat(reading.get().await()).isEqualTo(2);
  }

  @Test
  void countsTheAgeFromTheEndOfTheReading() {
    Future<Integer> slow = reading.get();
    await().until(() -> readings.get() == 1);
    nanos.addAndGet(10 * KEPT.toNanos());
    let.release();
    assertThat(slow.await()).isEqualTo(1);
    assertThat(reading.get().await()).isEqualTo(1);
  }

  @Test
  void readsAgainAfterAFailure() {
    failing = true;
    let.release();
    assertThatThrownBy(() -> reading.get().await()).hasMessage("reading 1");
    failing = false;
    let.release();
    assertThat(reading.get().await()).isEqualTo(2);
  }
}
