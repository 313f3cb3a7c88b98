package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.image.ImageLimits;
import io.labelstream.vision.ImageDecoder;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MosaicTest {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");

  private final ImageDecoder decoder =
      new ImageDecoder(
          new InputSpec(224, 256, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
          ImageLimits.DEFAULT);
  private final ImageTensor tensor = new ImageTensor(224);

  @ParameterizedTest
  @EnumSource
  void isWrittenInEachFormatAtItsSize(SampleFormat format) throws Exception {
    byte[] image = encode(format, SampleSize.SMALL);
    decoder.decode(image, tensor);
    PIX pixels = leptonica.pixReadMem(image, image.length);
    assertThat(List.of(pixels.w(), pixels.h())).containsExactly(500, 375);
    leptonica.pixDestroy(pixels);
  }

  @ParameterizedTest
  @CsvSource({"JPEG, JFIF", "PNG, PNG", "WEBP, WEBP"})
  void isWhatItsFormatSays(SampleFormat format, String magic) throws Exception {
    byte[] image = encode(format, SampleSize.SMALL);
    assertThat(new String(image, 0, 16, StandardCharsets.ISO_8859_1)).contains(magic);
  }

  @Test
  void leavesNoPixelBlack() throws Exception {
    decoder.decode(encode(SampleFormat.PNG, SampleSize.SMALL), tensor);
    float sum = 0;
    for (int column = 0; column < 224 * 3; column++) {
      sum += tensor.floats().get(223 * 224 * 3 + column);
    }
    assertThat(sum / (224 * 3)).as("mean of the last row").isGreaterThan(1);
  }

  @Test
  void isAsDetailedAsAPhotograph() throws Exception {
    assertThat(encode(SampleFormat.JPEG, SampleSize.SMALL).length / (500 * 375.0))
        .as("bytes per pixel")
        .isBetween(0.5, 0.9);
  }

  @Test
  void needsPhotographs(@TempDir Path empty) {
    assertThatThrownBy(() -> Mosaic.of(empty, SampleSize.SMALL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no photographs in");
  }

  private static byte[] encode(SampleFormat format, SampleSize size) throws IOException {
    try (Mosaic mosaic = Mosaic.of(PHOTOGRAPHS, size)) {
      return mosaic.encode(format);
    }
  }
}
