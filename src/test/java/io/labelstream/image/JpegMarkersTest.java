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
}
