package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorLoadTest {

  @ParameterizedTest
  @CsvSource({"-1, false", "NaN, false", "0, false", "0.89, false", "0.9, true", "1, true"})
  void isSaturatedWhereNothingIsLeft(double measured, boolean saturated) {
    ProcessorLoad load = new ProcessorLoad(() -> measured);
    assertThat(load.isSaturated()).as("before it was measured").isFalse();
    load.measure();
    assertThat(load.isSaturated()).isEqualTo(saturated);
  }

  @Test
  void tellsOfTheLastMeasurement() {
    AtomicReference<Double> measured = new AtomicReference<>(1.0);
    ProcessorLoad load = new ProcessorLoad(measured::get);
    load.measure();
    measured.set(0.2);
    assertThat(load.isSaturated()).isTrue();
    load.measure();
    assertThat(load.isSaturated()).isFalse();
  }
}
