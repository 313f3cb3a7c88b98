package io.labelstream.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JpegMarkersTest {

  @Test
  void findsTheFirstPrefixWhereverItIs() {
    for (int length = 0; length <= 20; length++) {
      for (int at = 0; at < length; at++) {
        byte[] bytes = new byte[length];
        bytes[at] = (byte) 0xFF;
        bytes[length - 1] = (byte) 0xFF;
        assertThat(JpegMarkers.indexOfPrefix(bytes, 0, length)).isEqualTo(at);
        assertThat(JpegMarkers.indexOfPrefix(bytes, at, length)).isEqualTo(at);
        assertThat(JpegMarkers.indexOfPrefix(bytes, 0, at)).isEqualTo(at);
      }
    }
  }

  @Test
  void takesNoOtherByteForAPrefix() {
    byte[] bytes = new byte[512];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 0xFF);
    }
    assertThat(JpegMarkers.indexOfPrefix(bytes, 0, bytes.length)).isEqualTo(bytes.length);
  }

  @Test
  void countsTheBytesBeforeTheFirstPrefixOfEight() {
    assertThat(JpegMarkers.bytesBeforePrefix(0xFEFE_FEFE_FEFE_FEFEL)).isEqualTo(8);
    for (int before = 0; before < 8; before++) {
      // FE behind an FF is what a carry would take for another.
      long bytes = 0xFEFE_FEFE_FEFE_FEFEL | 0xFFL << (8 * before);
      assertThat(JpegMarkers.bytesBeforePrefix(bytes)).isEqualTo(before);
    }
  }
}
