package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.vision.EighthComparison.Outcome;
import io.labelstream.vision.EighthComparison.Result;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EighthJpegTest {

  private static final int MUTATIONS = 600;

  private final EighthComparison comparison = new EighthComparison();

  @ParameterizedTest
  @CsvSource({"1, 1, 0.01", "2, 1, 0.01", "1, 2, 0.01", "2, 2, 1"})
  void hasThePixelsOfLibjpeg(int horizontal, int vertical, double tolerance) throws IOException {
    BufferedImage picture = picture();
    for (boolean progressive : new boolean[] {false, true}) {
      for (int restartInterval : new int[] {0, 1, 7}) {
        // Sides that are no multiples of a block, and a picture hardly wider than one.
        for (int[] size : new int[][] {{451, 300}, {447, 289}, {11, 40}}) {
          BufferedImage part = picture.getSubimage(0, 0, size[0], size[1]);
          int[] sampling = {horizontal, vertical};
          Result result =
              compare(JpegEncoder.encode(copy(part), sampling, progressive, restartInterval));
          assertThat(result.outcome()).isEqualTo(Outcome.DECODED);
          assertThat(result.meanDifference())
              .as(
                  "%d×%d, progressive %s, restarts %s",
                  size[0], size[1], progressive, restartInterval)
              .isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  static Stream<CorpusFile> variants() throws IOException {
    BufferedImage picture = picture();
    return Stream.concat(
        JpegCorpus.of("chelsea", picture).stream(), JpegVariants.of("chelsea", picture).stream());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void hasThePixelsOfLibjpegOrLeavesThemToIt(CorpusFile file) {
    Result result = compare(file.encoded().array());
    assertThat(result.outcome()).isIn(Outcome.DECODED, Outcome.LEFT_TO_LIBJPEG);
    assertThat(result.meanDifference()).isLessThanOrEqualTo(DamagedEighths.TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"grey.jpg", "orientation-6.jpg"})
  void decodesGreyAndTurnedFiles(String name) {
    assertThat(compare(TestImages.read(name)).outcome()).isEqualTo(Outcome.DECODED);
  }

  /** Any of these is for libjpeg to judge, and what it makes of the rest. */
  static Stream<byte[]> unusual() throws IOException {
    BufferedImage picture = picture();
    byte[] plain = JpegEncoder.encode(picture, new int[] {2, 2}, false, 0);
    byte[] restarts = JpegEncoder.encode(picture, new int[] {2, 2}, false, 5);
    byte[] otherRestart = restarts.clone();
    otherRestart[indexOf(restarts, 0xD1) + 1] = (byte) 0xD5;
    byte[] more =
        TestImages.join(
            Arrays.copyOf(plain, plain.length - 2), new byte[] {1, 2, (byte) 0xFF, (byte) 0xD9});
    byte[] cut =
        TestImages.join(
            Arrays.copyOf(plain, plain.length / 2), new byte[] {(byte) 0xFF, (byte) 0xD9});
    return Stream.of(
        JpegEncoder.encode(picture, new int[] {4, 1}, false, 0),
        JpegEncoder.encode(new IIOImage(JpegCorpus.cmyk(picture), null, null), false),
        Arrays.copyOf(plain, plain.length - 2),
        otherRestart,
        more,
        cut);
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void leavesTheRestToLibjpeg(byte[] jpeg) {
    assertThat(compare(jpeg).outcome()).isEqualTo(Outcome.LEFT_TO_LIBJPEG);
  }

  @Test
  void seesDamagedFilesAsLibjpegDoes() throws IOException {
    DamagedEighths damaged = DamagedEighths.run(MUTATIONS, 3, picture());
    assertThat(damaged.wrong()).isEmpty();
    assertThat(damaged.outcomes().get(Outcome.DECODED)).isGreaterThan(MUTATIONS / 10);
    assertThat(damaged.outcomes().get(Outcome.LEFT_TO_LIBJPEG)).isGreaterThan(MUTATIONS / 10);
  }

  private Result compare(byte[] jpeg) {
    return comparison.compare(jpeg);
  }

  private static int indexOf(byte[] jpeg, int marker) {
    int i = 0;
    while (jpeg[i] != (byte) 0xFF || jpeg[i + 1] != (byte) marker) {
      i++;
    }
    return i;
  }

  static BufferedImage picture() throws IOException {
    return copy(ImageIO.read(Path.of("deploy/photographs/chelsea.png").toFile()));
  }

  private static BufferedImage copy(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    copy.setRGB(0, 0, width, height, picture.getRGB(0, 0, width, height, null, 0, width), 0, width);
    return copy;
  }
}
