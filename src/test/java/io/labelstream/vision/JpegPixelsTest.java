package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.image.JpegHeader;
import io.labelstream.image.JpegMarkers;
import java.nio.ByteBuffer;
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
    assertThat(withoutStrayBytes(strayed)).isEqualTo(jpeg);
  }

  @Test
  void passesOnWhatHasNothingToDrop() throws Exception {
    assertThat(withoutStrayBytes(jpeg)).isSameAs(jpeg);
  }

  private static byte[] withoutStrayBytes(byte[] file) throws Exception {
    JpegMarkers markers = new JpegMarkers(ByteBuffer.wrap(file), 2);
    JpegHeader.read(markers);
    return JpegPixels.of(file, markers);
  }
}
