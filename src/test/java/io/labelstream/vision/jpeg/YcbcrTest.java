package io.labelstream.vision.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YcbcrTest {

  /** The colours of JFIF's own definition, and some that no display has. */
  @ParameterizedTest
  @CsvSource({
    "0, 128, 128, 000000",
    "255, 128, 128, FFFFFF",
    "76, 85, 255, FE0000",
    "150, 44, 21, 00FF01",
    "29, 255, 107, 0000FE",
    "255, 255, 255, FF79FF",
    "0, 0, 0, 008700"
  })
  void convertsAsJfifSays(int luminance, int ofBlue, int ofRed, String rgb) {
    int[] pixels = {-1, luminance << 24 | ofBlue << 16 | ofRed << 8 | 0xFF, -1};
    Ycbcr.toRgb(pixels, 1, 2);
    assertThat(pixels).containsExactly(-1, Integer.parseUnsignedInt(rgb + "00", 16), -1);
  }

  @Test
  void roundsEachToTheNearest() {
    for (int luminance = 0; luminance < 256; luminance += 5) {
      for (int ofBlue = 0; ofBlue < 256; ofBlue++) {
        for (int ofRed = 0; ofRed < 256; ofRed++) {
          int pixel = Ycbcr.toRgb(luminance, ofBlue, ofRed);
          int cb = ofBlue - 128;
          int cr = ofRed - 128;
          assertNear(pixel >>> 24, luminance + 1.402 * cr);
          assertNear(pixel >>> 16 & 0xFF, luminance - 0.344136 * cb - 0.714136 * cr);
          assertNear(pixel >>> 8 & 0xFF, luminance + 1.772 * cb);
        }
      }
    }
  }

  private static void assertNear(int sample, double exact) {
    double limited = Math.max(0, Math.min(255, exact));
    if (Math.abs(sample - limited) > 0.51) {
      throw new AssertionError(sample + " for " + exact);
    }
  }
}
