package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampleAxisTest {

  @ParameterizedTest
  @CsvSource({"256, 256", "300, 256", "511, 256", "512, 256", "4000, 256", "100, 256", "10, 256"})
  void weightsOfEachTargetSumToOneAndStayInside(int length, int shorterSide) {
    double scale = length / (double) shorterSide;
    ResampleAxis axis = new ResampleAxis(length, 224, 16 * scale, scale);
    for (int i = 0; i < 224; i++) {
      float sum = 0;
      for (int tap = 0; tap < axis.taps; tap++) {
        assertThat(axis.weights[i * axis.taps + tap]).isBetween(0f, 1f);
        sum += axis.weights[i * axis.taps + tap];
      }
      assertThat(sum).isCloseTo(1f, within(1e-5f));
      assertThat(axis.first[i]).isBetween(0, length - axis.taps);
    }
  }

  @Test
  void averagesTheCoveredAreaWithFractions() {
    ResampleAxis axis = new ResampleAxis(3, 2, 0, 1.5);
    assertThat(row(axis, 0, 30, 60, 90)).isCloseTo((30 + 60 * 0.5f) / 1.5f, within(1e-4f));
    assertThat(row(axis, 1, 30, 60, 90)).isCloseTo((60 * 0.5f + 90) / 1.5f, within(1e-4f));
  }

  @Test
  void interpolatesWhenItEnlarges() {
    ResampleAxis axis = new ResampleAxis(2, 4, 0, 0.5);
    assertThat(row(axis, 0, 0, 100)).isCloseTo(0, within(1e-4f));
    assertThat(row(axis, 1, 0, 100)).isCloseTo(25, within(1e-4f));
    assertThat(row(axis, 2, 0, 100)).isCloseTo(75, within(1e-4f));
    assertThat(row(axis, 3, 0, 100)).isCloseTo(100, within(1e-4f));
  }

  @Test
  void takesPixelsAsTheyAreAtScaleOne() {
    ResampleAxis axis = new ResampleAxis(4, 2, 1, 1);
    assertThat(row(axis, 0, 1, 2, 3, 4)).isEqualTo(2);
    assertThat(row(axis, 1, 1, 2, 3, 4)).isEqualTo(3);
  }

  private static float row(ResampleAxis axis, int target, float... source) {
    float value = 0;
    for (int tap = 0; tap < axis.taps; tap++) {
      value += axis.weights[target * axis.taps + tap] * source[axis.first[target] + tap];
    }
    return value;
  }
}
