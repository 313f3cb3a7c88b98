package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

  @Test
  void pairsTheRounds() {
    Ratio ratio = Ratio.of(List.of(10.0, 30.0, 8.0), List.of(5.0, 10.0, 8.0));
    assertThat(ratio).isEqualTo(new Ratio(2, 1, 3, 3));
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddle() {
    assertThat(Ratio.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
  }

  @Test
  void refusesRoundsThatDoNotPair() {
    assertThatThrownBy(() -> Ratio.of(List.of(1.0), List.of(1.0, 2.0)))
        .hasMessageContaining("have 1 and 2");
  }
}
