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

  private final List<String> violations = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1000", "007, 7", "' 3 ', 3"})
  void readsAWholeNumberOfLabels(String text, int topK) {
    assertThat(parse(Optional.of(text), Optional.empty())).isEqualTo(new LabelOptions(topK, 0));
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
  void readsADecimalNumberAsTheLeastScore(String text, double minScore) {
    assertThat(parse(Optional.empty(), Optional.of(text))).isEqualTo(new LabelOptions(5, minScore));
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1001", "-1", "+1", "1.0", "1e2", "9999999999", "٣", "five"})
  void refusesWhatIsNoNumberOfLabels(String text) {
    assertThat(parse(Optional.of(text), Optional.empty())).isEqualTo(LabelOptions.DEFAULT);
    assertThat(violations).containsExactly("top_k must be a whole number from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.01", "-0.1", "+0.1", "NaN", "0x1p-2", "1e", "0.5f", "half"})
  void refusesWhatIsNoScore(String text) {
    assertThat(parse(Optional.empty(), Optional.of(text))).isEqualTo(LabelOptions.DEFAULT);
    assertThat(violations).containsExactly("min_score must be a number from 0 to 1");
  }

  @Test
  void saysEverythingThatIsWrong() {
    parse(Optional.of("x"), Optional.of("y"));
    assertThat(violations).hasSize(2);
  }

  private LabelOptions parse(Optional<String> topK, Optional<String> minScore) {
    return LabelOptions.parse("top_k", topK, "min_score", minScore, violations::add);
  }
}
