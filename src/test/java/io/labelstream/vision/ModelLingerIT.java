package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.NativeMemory;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real model takes so much memory that it shows whether it is there. */
@EnabledOnOs(OS.LINUX)
class ModelLingerIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Of the model's 100 MB of weights alone, to which its kernels come. */
  private static final long MODEL = 80_000_000;

  private static final long SETTLED = 8_000_000;

  private long without;

  /**
   * What stays of the engine is there from its first model on, and what other tests have left in
   * this process goes in its own time.
   */
  @BeforeEach
  void measureWithoutTheModel() {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              long before = without;
              classifiers(Duration.ZERO).open().close();
              without = NativeMemory.residentBytes();
              return Math.abs(without - before) < SETTLED;
            });
  }

  @Test
  void givesItsMemoryBackAfterItHasLingered() throws IOException {
    classifiers(Duration.ofSeconds(1)).open().close();
    assertMemoryIsGivenBack();
  }

  @Test
  void keepsTheModelForTheNextTaskUntilNoneWillCome() throws IOException {
    ClassifierFactory classifiers = classifiers(Duration.ofHours(1));
    try (Classifier first = classifiers.open()) {
      assertThat(first.loadTime()).isPositive();
    }
    assertThat(NativeMemory.residentBytes()).isGreaterThan(without + MODEL);
    try (Classifier second = classifiers.open()) {
      assertThat(second.loadTime()).isZero();
    }
    classifiers.releaseUnused();
    assertMemoryIsGivenBack();
  }

  @Test
  void hasNoTwoModelsInMemoryIfOneOfThemIsNotUsed() throws IOException {
    long with;
    try (Classifier first = classifiers(Duration.ofHours(1)).open()) {
      with = NativeMemory.residentBytes();
      assertThat(with).isGreaterThan(without + MODEL);
      assertThat(first.manifest().precision()).isEqualTo(Precision.FP32);
    }
    try (Classifier other = classifiers(PrecisionChoice.INT8, Duration.ZERO).open()) {
      assertThat(other.manifest().precision()).isEqualTo(Precision.INT8);
      // A quarter of the weights came, and all of them went.
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> assertThat(NativeMemory.residentBytes()).isLessThan(with - MODEL / 2));
    }
  }

  private void assertMemoryIsGivenBack() {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(NativeMemory.residentBytes()).isLessThan(without + MODEL));
  }

  private static ClassifierFactory classifiers(Duration linger) {
    return classifiers(PrecisionChoice.FP32, linger);
  }

  private static ClassifierFactory classifiers(PrecisionChoice precision, Duration linger) {
    return new ModelClassifierFactory(
        System.getProperty("labelstream.model", ""), precision, EngineChoice.TENSORFLOW, linger);
  }
}
