package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.JpegHeader;
import io.labelstream.image.JpegMarkers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodedImageTest {

  @ParameterizedTest
  @CsvSource({"1, 400, 300", "2, 200, 150", "4, 100, 75", "8, 50, 38"})
  void decodesAJpegAtReducedScale(int reduction, int width, int height) throws Exception {
    byte[] jpeg = TestImages.read("baseline.jpg");
    try (DecodedImage image =
        DecodedImage.decode(jpeg, ImageHeader.read(jpeg, ImageLimits.DEFAULT), reduction)) {
      assertThat(image.width()).isEqualTo(width);
      assertThat(image.height()).isEqualTo(height);
      int[] row = new int[width];
      image.readRow(height / 2, 0, width, row);
      assertThat(row[width / 4] >>> 24).as("red").isBetween(190, 210);
    }
  }

  /** Whichever of both converts the colours; of inks Leptonica makes what viewers do not. */
  @ParameterizedTest
  @MethodSource("io.labelstream.vision.EighthJpegTest#variants")
  void hasThePixelsOfLibjpeg(CorpusFile file) throws Exception {
    byte[] jpeg = file.encoded().array();
    assumeThat(JpegHeader.read(new JpegMarkers(ByteBuffer.wrap(jpeg), 2)).components())
        .isLessThan(4);
    ImageHeader header = ImageHeader.read(jpeg, ImageLimits.DEFAULT);
    for (int reduction : new int[] {1, 2, 4, 8}) {
      try (DecodedImage ours = DecodedImage.decode(jpeg, header, reduction);
          DecodedImage theirs = byLibjpeg(jpeg, reduction)) {
        assertThat(Arrays.deepEquals(rgb(ours), rgb(theirs))).as("by %d", reduction).isTrue();
      }
    }
  }

  private static DecodedImage byLibjpeg(byte[] jpeg, int reduction) throws Exception {
    try (BytePointer file = new BytePointer(jpeg);
        IntPointer none = new IntPointer()) {
      return DecodedImage.of(
          pixReadMemJpeg(file, jpeg.length, 0, reduction, none, L_JPEG_CONTINUE_WITH_BAD_DATA),
          PixelLayout.RGB,
          ImageFormat.JPEG);
    }
  }

  private static int[][] rgb(DecodedImage image) {
    int[][] rows = new int[image.height()][image.width()];
    for (int y = 0; y < image.height(); y++) {
      image.readRow(y, 0, image.width(), rows[y]);
      for (int x = 0; x < image.width(); x++) {
        rows[y][x] >>>= Byte.SIZE;
      }
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"100, 100, 1", "511, 600, 1", "512, 600, 2", "1024, 5000, 4", "4000, 3000, 8"})
  void isReducedNoFurtherThanTheModelNeeds(int width, int height, int reduction) {
    ImageHeader header = new ImageHeader(ImageFormat.JPEG, width, height, 1);
    assertThat(ImageDecoder.reduction(header, 256)).isEqualTo(reduction);
  }
}
