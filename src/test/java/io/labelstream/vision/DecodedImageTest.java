package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodedImageTest {

  @ParameterizedTest
  @CsvSource({"1, 400, 300", "2, 200, 150", "4, 100, 75", "8, 50, 38"})
  void decodesAJpegAtReducedScale(int reduction, int width, int height) throws Exception {
    byte[] jpeg = TestImages.read("baseline.jpg");
    try (DecodedImage image =
        DecodedImage.decode(jpeg, ImageHeader.read(jpeg, ImageLimits.DEFAULT), reduction)) {
      assertThat(image.width()).isEqualTo(width);
      assertThat(image.height()).isEqualTo(height);
      int left = image.pixels().get(image.stride() * (height / 2) + width / 4);
      assertThat(left >>> 24).as("red").isBetween(190, 210);
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 100, 1", "511, 600, 1", "512, 600, 2", "1024, 5000, 4", "4000, 3000, 8"})
  void isReducedNoFurtherThanTheModelNeeds(int width, int height, int reduction) {
    ImageHeader header = new ImageHeader(ImageFormat.JPEG, width, height, 1);
    assertThat(ImageDecoder.reduction(header, 256)).isEqualTo(reduction);
  }
}
