package io.labelstream.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelOptionsTest {

  private static final LabelOptions.Names NAMES =
      new LabelOptions.Names("top_k", "min_score", "floor");

  private final List<String> violations = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1000", "007, 7", "' 3 ', 3"})
  void readsAWholeNumberOfLabels(String text, int topK) {
    assertThat(parse("top_k", text)).isEqualTo(new LabelOptions(topK, 0, 0));
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "1.0, 1",
    "0.25, 0.25",
    ".5, 0.5",
    "1., 1",
    "1e-3, 0.001",
    "5E-1, 0.5"
  })
  void readsADecimalNumberAsALeastScore(String text, double score) {
    assertThat(parse("min_score", text)).isEqualTo(new LabelOptions(5, score, 0));
    assertThat(parse("floor", text)).isEqualTo(new LabelOptions(5, 0, score));
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1001", "-1", "+1", "1.0", "1e2", "9999999999", "٣", "five"})
  void refusesWhatIsNoNumberOfLabels(String text) {
    assertThat(parse("top_k", text)).isEqualTo(LabelOptions.DEFAULT);
    assertThat(violations).containsExactly("top_k must be a whole number from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.01", "-0.1", "+0.1", "NaN", "0x1p-2", "1e", "0.5f", "half"})
  void refusesWhatIsNoScore(String text) {
    assertThat(parse("min_score", text)).isEqualTo(LabelOptions.DEFAULT);
    assertThat(parse("floor", text)).isEqualTo(LabelOptions.DEFAULT);
    assertThat(violations)
        .containsExactly(
            "min_score must be a number from 0 to 1", "floor must be a number from 0 to 1");
  }

  @Test
  void saysEverythingThatIsWrong() {
    LabelOptions.parse(NAMES, name -> Optional.of("x"), violations::add);
    assertThat(violations).hasSize(3);
  }

  @Test
  void isUndecidedBelowTheFloorAndNotAtIt() {
    assertThat(LabelOptions.DEFAULT.isUndecided(0)).isFalse();
    LabelOptions sure = parse("floor", "0.9");
    assertThat(sure.isUndecided(0.89f)).isTrue();
    assertThat(sure.isUndecided(0.9f)).as("written as 0.9, too").isFalse();
    assertThat(sure.isUndecided(1)).isFalse();
  }

  private LabelOptions parse(String option, String text) {
    return LabelOptions.parse(
        NAMES, name -> Optional.of(text).filter(given -> name.equals(option)), violations::add);
  }
}
