package io.labelstream.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkipTableTest {

  /** End of block is 0, a value of 1 bit 10, one of 5 bits behind two zeros 110. */
  private static final byte[] SYMBOLS = {0x00, 0x01, 0x25};

  private static final byte[] COUNTS = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private final char[] steps = new SkipTable(new HuffmanCode(COUNTS, SYMBOLS)).steps();

  SkipTableTest() throws UnusualJpegException {}

  @Test
  void stepsOverAsManyCodesAsThereAre() {
    assertThat(steps[0b100_101_100_101_1]).isEqualTo(step(4, 12));
  }

  @Test
  void stepsToTheEndOfABlock() {
    assertThat(steps[0b100_101_0_000000]).isEqualTo(step(2 + SkipTable.END_OF_BLOCK, 7));
    assertThat(steps[0b0_111111111111]).isEqualTo(step(SkipTable.END_OF_BLOCK, 1));
  }

  @Test
  void stepsOverAValueBeyondTheBitsThatItSees() {
    assertThat(steps[0b100_101_100_110_1]).isEqualTo(step(3 + 3, 9 + 3 + 5));
  }

  @Test
  void leavesAnUnknownCode() {
    assertThat(steps[0b111_0000000000]).isEqualTo(step(SkipTable.UNKNOWN, 0));
    assertThat(steps[0b100_111_0000000]).isEqualTo(step(1, 3));
  }

  private static char step(int coefficients, int length) {
    return (char) (coefficients << SkipTable.COEFFICIENTS_SHIFT | length);
  }
}
