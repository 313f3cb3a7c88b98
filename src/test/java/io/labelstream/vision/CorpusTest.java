package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the decoders to the pixels that each file stands for, not to a label. */
class CorpusTest {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");
  private static final Path ROCKET = Path.of("src/test/resources/io/labelstream/vision/rocket.jpg");
  private static final int WIDTH = 300;

  /** Of 255: what JPEG and WebP lose at high quality, and an error in no colour or place. */
  private static final double TOLERANCE = 6;

  private final ImageDecoder decoder = new ImageDecoder(TestImages.SPEC, ImageLimits.DEFAULT);
  private final ImageTensor tensor = new ImageTensor(TestImages.SPEC.size());

  static Stream<CorpusFile> files() throws IOException {
    Stream<CorpusFile> files = Stream.of();
    List<Path> photographs =
        List.of(
            PHOTOGRAPHS.resolve("chelsea.png"),
            PHOTOGRAPHS.resolve("coffee.png"),
            PHOTOGRAPHS.resolve("tripod.png"),
            ROCKET);
    for (Path file : photographs) {
      String photograph = file.getFileName().toString();
      BufferedImage picture = picture(file);
      files = Stream.concat(files, PngCorpus.of(photograph, picture).stream());
      files = Stream.concat(files, JpegCorpus.of(photograph, picture).stream());
      files = Stream.concat(files, JpegVariants.of(photograph, picture).stream());
      files = Stream.concat(files, WebPCorpus.of(photograph, picture).stream());
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void decodesToThePixelsItStandsFor(CorpusFile file) throws Exception {
    decoder.decode(file.encoded().array(), tensor);
    assertThat(meanDifference(values(), expected(file.upright()))).isLessThanOrEqualTo(TOLERANCE);
  }

  static List<byte[]> cutFiles() throws IOException {
    return JpegCorpus.cut(picture(PHOTOGRAPHS.resolve("coffee.png")));
  }

  @ParameterizedTest
  @MethodSource("cutFiles")
  void refusesAJpegThatIsCutWithinItsScans(byte[] jpeg) {
    assertThatThrownBy(() -> decoder.decode(jpeg, tensor))
        .isInstanceOfSatisfying(
            ImageRejectedException.class,
            e -> assertThat(e.reason()).isEqualTo("image is truncated"));
  }

  @Test
  void refusesAFrameThatIsNotOnItsCanvas() throws IOException {
    byte[] webp = WebPCorpus.frameOutside(picture(PHOTOGRAPHS.resolve("coffee.png")));
    assertThatThrownBy(() -> decoder.decode(webp, tensor))
        .isInstanceOfSatisfying(
            ImageRejectedException.class,
            e -> assertThat(e.reason()).contains("outside of the picture"));
  }

  private static BufferedImage picture(Path photograph) throws IOException {
    BufferedImage original = ImageIO.read(photograph.toFile());
    int height = original.getHeight() * WIDTH / original.getWidth();
    BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(original, 0, 0, WIDTH, height, null);
    graphics.dispose();
    return picture;
  }

  private float[] values() {
    float[] values = new float[tensor.floats().remaining()];
    tensor.floats().get(0, values);
    return values;
  }

  /** The same resize and crop of the pixels themselves. */
  private static float[] expected(BufferedImage upright) {
    int width = upright.getWidth();
    int height = upright.getHeight();
    int[] pixels = upright.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] << 8;
    }
    ImageTensor tensor = new ImageTensor(TestImages.SPEC.size());
    try (DecodedImage image =
        new DecodedImage(width, height, width, PixelLayout.RGB, IntBuffer.wrap(pixels), () -> {})) {
      new CentreCrop(TestImages.SPEC).apply(image, 1, tensor);
    }
    float[] values = new float[tensor.floats().remaining()];
    tensor.floats().get(0, values);
    return values;
  }

  private static double meanDifference(float[] values, float[] expected) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.abs(values[i] - expected[i]);
    }
    return sum / values.length;
  }
}
