package io.labelstream.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HuffmanCodeTest {

  private static final byte[] SYMBOLS = {7, 1, 2, 3};

  @Test
  void findsCodesOfAnyLength() throws UnusualJpegException {
    // The codes are 0, 10, 110 and 1110 0000 0000 0000.
    HuffmanCode code = new HuffmanCode(counts(1, 2, 3, 16), SYMBOLS);
    assertThat(code.find(0b0111_1111_1111_1111)).isEqualTo(found(1, 7));
    assertThat(code.find(0b1011_1111_1111_1111)).isEqualTo(found(2, 1));
    assertThat(code.find(0b1101_1111_1111_1111)).isEqualTo(found(3, 2));
    assertThat(code.find(0b1110_0000_0000_0000)).isEqualTo(found(16, 3));
    assertThat(code.find(0b1110_0000_0000_0001)).isZero();
    assertThat(code.quick()[0b1101_1111_11]).isEqualTo((char) found(3, 2));
    assertThat(code.quick()[0b1110_0000_00]).isEqualTo((char) 0);
    assertThat(code.largestSymbol()).isEqualTo(7);
  }

  @Test
  void refusesMoreCodesThanFit() {
    assertThatThrownBy(() -> new HuffmanCode(counts(1, 1, 2, 3), SYMBOLS))
        .isInstanceOf(UnusualJpegException.class);
  }

  @Test
  void refusesACodeOfOnesAlone() {
    assertThatThrownBy(() -> new HuffmanCode(counts(1, 2, 3, 3), SYMBOLS))
        .isInstanceOf(UnusualJpegException.class);
  }

  /** One code of each length, or more where a length is there several times. */
  private static byte[] counts(int... lengths) {
    byte[] counts = new byte[HuffmanCode.MAX_LENGTH];
    for (int length : lengths) {
      counts[length - 1]++;
    }
    return counts;
  }

  private static int found(int length, int symbol) {
    return length << HuffmanCode.LENGTH_SHIFT | symbol;
  }
}
