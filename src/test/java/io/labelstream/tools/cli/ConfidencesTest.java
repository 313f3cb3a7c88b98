package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The values were computed by hand. */
class ConfidencesTest {

  private static final Offset<Double> EXACT = within(1e-7);

  private final Confidences confidences = new Confidences();

  /**
   * In the bin up to 1: scores 0.95 and 0.97, one right, |0.5 − 0.96| twice; in the one up to 8/15:
   * 0.5, right, |1 − 0.5|; in the one up to 4/15: 0.25, wrong, |0 − 0.25|. (0.92 + 0.5 + 0.25) / 4.
   */
  @Test
  void comparesTheShareOfRightAnswersWithTheMeanScoreInEachBin() {
    confidences.add(0.95f, true);
    confidences.add(0.97f, false);
    confidences.add(0.5f, true);
    confidences.add(0.25f, false);
    assertThat(confidences.expectedCalibrationError()).isCloseTo(0.4175, EXACT);
  }

  /** Were 0.6 in the bin above 9/15, its |1 − 0.6| and |0 − 0.65| would not cancel out. */
  @Test
  void hasFifteenBinsToEachOfWhichItsUpperBoundBelongs() {
    confidences.add(0.6f, true);
    confidences.add(0.55f, false);
    assertThat(confidences.expectedCalibrationError()).isCloseTo(0.15 / 2, EXACT);
    confidences.add(0.65f, false);
    assertThat(confidences.expectedCalibrationError()).isCloseTo((0.15 + 0.65) / 3, EXACT);
  }

  @Test
  void isNoErrorWhereScoresAreAsOftenRightAsTheySay() {
    for (int i = 0; i < 4; i++) {
      confidences.add(0.75f, i < 3);
    }
    confidences.add(1, true);
    confidences.add(0, false);
    assertThat(confidences.expectedCalibrationError()).isCloseTo(0, EXACT);
  }

  /** Ten answers, of which those with 0.1 and 0.3 are wrong. */
  @Test
  void takesTheSurestForAnAccuracyAtACoverage() {
    for (int tenths : new int[] {3, 1, 10, 2, 9, 4, 8, 5, 7, 6}) {
      confidences.add(tenths / 10f, tenths != 1 && tenths != 3);
    }
    assertThat(confidences.accuracyAtCoverage(100)).isEqualTo(0.8);
    assertThat(confidences.accuracyAtCoverage(90)).isCloseTo(8 / 9.0, EXACT);
    assertThat(confidences.accuracyAtCoverage(80)).isEqualTo(7 / 8.0);
    assertThat(confidences.accuracyAtCoverage(70)).isEqualTo(1);
  }

  @Test
  void roundsACoverageUpToWholeAnswers() {
    confidences.add(0.9f, true);
    confidences.add(0.8f, true);
    confidences.add(0.7f, false);
    assertThat(confidences.accuracyAtCoverage(80)).isCloseTo(2 / 3.0, EXACT);
    assertThat(confidences.accuracyAtCoverage(66)).isEqualTo(1);
    assertThat(confidences.accuracyAtCoverage(1)).isEqualTo(1);
  }

  @Test
  void saysNothingOfNothing() {
    assertThat(confidences.isEmpty()).isTrue();
    assertThatThrownBy(() -> confidences.accuracyAtCoverage(80))
        .isInstanceOf(IllegalStateException.class);
  }
}
