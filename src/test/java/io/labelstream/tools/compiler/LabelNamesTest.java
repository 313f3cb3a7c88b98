package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNamesTest {

  @ParameterizedTest
  @CsvSource({
    "tench, Tench",
    "tiger_cat, Tiger Cat",
    "Egyptian_cat, Egyptian Cat",
    "go-kart, Go-Kart",
    "German_short-haired_pointer, German Short-Haired Pointer",
    "iPod, iPod",
    "CD_player, CD Player",
    "yellow_lady's_slipper, Yellow Lady's Slipper",
    "Shih-Tzu, Shih-Tzu"
  })
  void areInTitleCase(String name, String label) {
    assertThat(LabelNames.titleCase(name)).isEqualTo(label);
  }
}
