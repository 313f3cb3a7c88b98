package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.vision.InputSpec;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

  /** Smaller photographs are refused. */
  private static final int SIDE = 10;

  /** Nothing is scaled or subtracted, so that the network sees the very pixels of the centre. */
  private static final InputSpec CENTRE =
      new InputSpec(SmallNetwork.SIZE, SIDE, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f));

  @TempDir private Path directory;

  private final SourceModel model =
      new SourceModel(
          Path.of("unused"), "small", CENTRE, SmallNetwork.network(), List.of("One", "Two"));

  @Test
  void measuresTheExtremesOfEachConvolution() throws IOException {
    ActivationRanges ranges = calibrate(photograph("first.png", SmallNetwork.IMAGE));
    assertThat(ranges.of("shift")).isEqualTo(new Range(-8, 42));
    assertThat(ranges.of("sum")).as("after the sum and the ReLU").isEqualTo(new Range(0, 46));
    assertThat(ranges.find("average")).as("the last layer's input").contains(new Range(11, 40));
  }

  /**
   * In the second photograph all is black but the first channel of the pixel at the top right,
   * which is 100. The first convolution gives 2 everywhere, and −100 and three zeros; the second
   * one 102 and three times 2, and zeros.
   */
  @Test
  void takesTheWidestOverAllPhotographs() throws IOException {
    float[] red = new float[SmallNetwork.IMAGE.length];
    red[3] = 100;
    ActivationRanges ranges =
        calibrate(photograph("first.png", SmallNetwork.IMAGE), photograph("red.png", red));
    assertThat(ranges.of("shift")).isEqualTo(new Range(-100, 42));
    assertThat(ranges.of("sum")).isEqualTo(new Range(0, 102));
  }

  @Test
  void countsThePhotographsThatAreDone() throws IOException {
    Path photograph = photograph("first.png", SmallNetwork.IMAGE);
    AtomicInteger done = new AtomicInteger();
    Calibration.run(model, List.of(photograph, photograph, photograph), done::incrementAndGet);
    assertThat(done).hasValue(3);
  }

  @Test
  void namesThePhotographThatCannotBeDecoded() throws IOException {
    Path text = Files.writeString(directory.resolve("text.png"), "no photograph");
    assertThatThrownBy(() -> calibrate(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + " cannot be used to calibrate: ");
  }

  private ActivationRanges calibrate(Path... photographs) throws IOException {
    return Calibration.run(model, List.of(photographs), () -> {});
  }

  /** A white photograph with other pixels in its centre. */
  private Path photograph(String name, float[] centre) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster raster = image.getRaster();
    float[] white = new float[SIDE * SIDE * 3];
    Arrays.fill(white, 255);
    raster.setPixels(0, 0, SIDE, SIDE, white);
    int margin = (SIDE - SmallNetwork.SIZE) / 2;
    raster.setPixels(margin, margin, SmallNetwork.SIZE, SmallNetwork.SIZE, centre);
    Path file = directory.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
