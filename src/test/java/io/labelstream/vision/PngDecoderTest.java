package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngDecoderTest {

  /** No multiple of eight, so that the passes of Adam7 end differently. */
  private static final int SIDE = 21;

  @ParameterizedTest
  @CsvSource({
    "0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16", "3, 1", "3, 2", "3, 4", "3, 8",
    "4, 8", "4, 16", "6, 8", "6, 16"
  })
  void decodesEveryKindToItsSamples(int colourType, int depth) throws Exception {
    int maximum = (1 << depth) - 1;
    PngWriter.Samples samples = (x, y, channel) -> (x * 7 + y * 3 + channel * 5) * 331 & maximum;
    for (boolean interlaced : new boolean[] {false, true}) {
      PngWriter png = new PngWriter(colourType, depth, interlaced);
      if (colourType == PngWriter.PALETTE) {
        png.before("PLTE", palette(maximum + 1));
      }
      try (DecodedImage image = decode(png.write(SIDE, SIDE, samples))) {
        assertThat(image.layout())
            .isEqualTo(colourType >= PngWriter.GREY_ALPHA ? PixelLayout.RGBA : PixelLayout.RGB);
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            int pixel = image.pixels().get(y * image.stride() + x);
            for (int channel = 0; channel < 4; channel++) {
              assertThat(pixel >>> (24 - 8 * channel) & 0xFF)
                  .as("channel %d at %d,%d, interlaced %s", channel, x, y, interlaced)
                  .isCloseTo(expected(colourType, maximum, samples, x, y, channel), within(1));
            }
          }
        }
      }
    }
  }

  private static int expected(
      int colourType, int maximum, PngWriter.Samples samples, int x, int y, int channel) {
    boolean grey = colourType == PngWriter.GREY || colourType == PngWriter.GREY_ALPHA;
    if (channel == 3 && colourType < PngWriter.GREY_ALPHA) {
      return 255;
    }
    if (colourType == PngWriter.PALETTE) {
      return palette(maximum + 1)[samples.at(x, y, 0) * 3 + channel] & 0xFF;
    }
    int stored = !grey ? channel : channel == 3 ? 1 : 0;
    return Math.round(samples.at(x, y, stored) * 255f / maximum);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16"})
  void makesTheKeyColourTransparentAndNoOther(int colourType, int depth) throws Exception {
    int maximum = (1 << depth) - 1;
    int channels = PngWriter.channels(colourType);
    ByteBuffer key = ByteBuffer.allocate(channels * 2);
    for (int i = 0; i < channels; i++) {
      key.putShort((short) maximum);
    }
    for (boolean interlaced : new boolean[] {false, true}) {
      PngWriter png = new PngWriter(colourType, depth, interlaced).before("tRNS", key.array());
      // The right half differs from the key in its last bit, of the last channel alone.
      PngWriter.Samples halves =
          (x, y, channel) -> maximum - (x > SIDE / 2 && channel == channels - 1 ? 1 : 0);
      try (DecodedImage image = decode(png.write(SIDE, SIDE, halves))) {
        assertThat(image.layout()).isEqualTo(PixelLayout.RGBA);
        assertThat(alpha(image, 3, 3)).isZero();
        assertThat(alpha(image, SIDE - 3, 3)).isEqualTo(255);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "0, 4", "0, 8", "0, 16", "2, 8", "2, 16"})
  void showsAPictureWhoseKeyOccursNowhere(int colourType, int depth) throws Exception {
    int maximum = (1 << depth) - 1;
    byte[] key = new byte[PngWriter.channels(colourType) * 2];
    byte[] png =
        new PngWriter(colourType, depth, false)
            .before("tRNS", key)
            .write(SIDE, SIDE, (x, y, channel) -> x % 2 == 0 ? maximum : (maximum + 1) / 2);
    try (DecodedImage image = decode(png)) {
      for (int x = 0; x < SIDE; x++) {
        assertThat(alpha(image, x, 5)).isEqualTo(255);
      }
      assertThat(image.pixels().get(5 * image.stride()))
          .isNotEqualTo(image.pixels().get(5 * image.stride() + 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "8"})
  void showsAnIndexBeyondThePaletteAsOpaqueBlack(int depth) throws Exception {
    byte[] png =
        new PngWriter(PngWriter.PALETTE, depth, false)
            .before("PLTE", new byte[] {(byte) 200, 100, 50})
            .write(SIDE, SIDE, (x, y, channel) -> x < 10 ? 0 : (1 << depth) - 1);
    try (DecodedImage image = decode(png)) {
      assertThat(image.pixels().get(3)).isEqualTo(0xC86432FF);
      assertThat(image.pixels().get(15)).isEqualTo(0x000000FF);
    }
  }

  @Test
  void showsTheDefaultImageOfAnAnimation() throws Exception {
    PngWriter second = new PngWriter(PngWriter.GREY, 8, false);
    byte[] secondFrame = second.compressed(SIDE, SIDE, (x, y, channel) -> 200);
    byte[] png =
        new PngWriter(PngWriter.GREY, 8, false)
            .before("acTL", ByteBuffer.allocate(8).putInt(2).putInt(0).array())
            .before("fcTL", frameControl(0))
            .behind("fcTL", frameControl(1))
            .behind("fdAT", TestImages.join(new byte[] {0, 0, 0, 2}, secondFrame))
            .write(SIDE, SIDE, (x, y, channel) -> 50);
    try (DecodedImage image = decode(png)) {
      assertThat(image.pixels().get(0)).isEqualTo(0x323232FF);
    }
  }

  private static byte[] frameControl(int sequence) {
    return ByteBuffer.allocate(26)
        .putInt(sequence)
        .putInt(SIDE)
        .putInt(SIDE)
        .putLong(0)
        .putShort((short) 1)
        .putShort((short) 10)
        .putShort((short) 0)
        .array();
  }

  private static byte[] palette(int colours) {
    byte[] palette = new byte[colours * 3];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i * 37);
    }
    return palette;
  }

  private static int alpha(DecodedImage image, int x, int y) {
    return image.pixels().get(y * image.stride() + x) & 0xFF;
  }

  private static DecodedImage decode(byte[] png) throws ImageRejectedException {
    return DecodedImage.decode(png, ImageHeader.read(png, ImageLimits.DEFAULT), 1);
  }
}
