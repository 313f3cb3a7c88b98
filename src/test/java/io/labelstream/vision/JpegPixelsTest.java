package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegPixelsTest {

  private final byte[] jpeg = TestImages.read("baseline.jpg");

  @ParameterizedTest
  @ValueSource(strings = {"000000", "0D0A", "00E100040102", "FF00", "FFFF", "FF01", "FFD0"})
  void dropsWhatStandsBetweenSegments(String stray) throws Exception {
    byte[] strayed =
        TestImages.join(
            Arrays.copyOf(jpeg, 2),
            HexFormat.of().parseHex(stray),
            Arrays.copyOfRange(jpeg, 2, jpeg.length));
    assertThat(JpegPixels.of(strayed)).isEqualTo(jpeg);
  }

  @Test
  void passesOnWhatHasNothingToDrop() throws Exception {
    assertThat(JpegPixels.of(jpeg)).isSameAs(jpeg);
  }
}
