package io.labelstream.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {

  @Test
  void whatIsShortEnoughStaysAsItIs() {
    String text = "a".repeat(200);
    assertThat(ForeignText.cut(text)).isSameAs(text);
  }

  @Test
  void whatIsLongerEndsWithAnEllipsis() {
    assertThat(ForeignText.cut("a".repeat(201))).isEqualTo("a".repeat(199) + "…");
  }

  @Test
  void countsCharactersOutsideOfTheFirstPlaneOnceAndKeepsThemWhole() {
    assertThat(ForeignText.cut("😀".repeat(200))).isEqualTo("😀".repeat(200));
    assertThat(ForeignText.cut("😀".repeat(300))).isEqualTo("😀".repeat(199) + "…");
  }
}
