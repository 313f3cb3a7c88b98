package io.labelstream.vision;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.image.JpegHeader;
import io.labelstream.image.JpegMarkers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegPixelsTest {

  private static final byte[] UNTRANSFORMED =
      JpegCorpus.segment(0xEE, "Adobe\0d\0\0\0\0\0".getBytes(US_ASCII));

  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @ValueSource(strings = {"000000", "0D0A", "00E100040102", "FF00", "FFFF", "FF01", "FFD0"})
  void dropsWhatStandsBetweenSegments(String stray) throws Exception {
    for (String name : new String[] {"baseline.jpg", "grey.jpg"}) {
      byte[] jpeg = TestImages.read(name);
      byte[] strayed = JpegCorpus.behindStart(jpeg, HexFormat.of().parseHex(stray));
      assertThat(copied(strayed, NOTHING)).as(name).isEqualTo(copied(jpeg, NOTHING));
    }
  }

  @Test
  void saysOfYcbcrThatItIsToBeLeftSo() throws Exception {
    byte[] jpeg = TestImages.read("baseline.jpg");
    byte[] jfif = Arrays.copyOfRange(jpeg, 2, 20);
    assertThat(jfif).startsWith(0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0);
    assertThat(copied(jpeg, NOTHING))
        .isEqualTo(
            TestImages.join(
                Arrays.copyOf(jpeg, 2),
                UNTRANSFORMED,
                Arrays.copyOfRange(jpeg, 2 + jfif.length, jpeg.length)));
  }

  @Test
  void leavesOtherColoursToLibjpeg() throws Exception {
    byte[] grey = TestImages.read("grey.jpg");
    assertThat(copied(grey, NOTHING)).isEqualTo(grey);
    byte[] marked = JpegCorpus.behindStart(TestImages.read("baseline.jpg"), UNTRANSFORMED);
    assertThat(copied(marked, NOTHING)).isEqualTo(marked);
  }

  @Test
  void addsAnEnding() throws Exception {
    byte[] grey = TestImages.read("grey.jpg");
    byte[] ending = {1, 2, 3};
    assertThat(copied(grey, ending)).isEqualTo(TestImages.join(grey, ending));
  }

  private static byte[] copied(byte[] file, byte[] ending) throws Exception {
    JpegHeader header = JpegHeader.read(new JpegMarkers(ByteBuffer.wrap(file), 2));
    try (BytePointer copy = new JpegPixels(file, header).copy(ending)) {
      byte[] bytes = new byte[(int) copy.capacity()];
      copy.get(bytes);
      return bytes;
    }
  }
}
