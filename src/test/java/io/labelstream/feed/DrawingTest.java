package io.labelstream.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.image.ImageRejectedException;
import io.labelstream.store.TestImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingTest {

  private static final String SCRIPT = "<script>alert(1)</script>";

  private final Drawing drawing = new Drawing();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpha.png",
        "alpha.webp",
        "baseline.jpg",
        "bilevel.png",
        "cmyk.jpg",
        "grey-alpha.png",
        "grey.jpg",
        "grey16.png",
        "lossless.webp",
        "lossy.webp",
        "palette-transparent.png",
        "palette.png",
        "progressive.jpg",
        "rgb.png"
      })
  void drawsEveryKind(String name) throws Exception {
    BufferedImage before = ImageIO.read(new ByteArrayInputStream(sample(name)));
    BufferedImage drawn = read(drawing.draw(sample(name), Drawing.Size.FULL));
    assertThat(drawn.getWidth()).isEqualTo(before.getWidth());
    assertThat(drawn.getHeight()).isEqualTo(before.getHeight());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void turnsAPhotographAsItWasTaken(int orientation) throws Exception {
    BufferedImage upright = read(drawing.draw(sample("orientation-1.jpg"), Drawing.Size.FULL));
    BufferedImage turned =
        read(drawing.draw(sample("orientation-" + orientation + ".jpg"), Drawing.Size.FULL));
    assertThat(turned.getWidth()).isEqualTo(upright.getWidth());
    assertThat(turned.getHeight()).isEqualTo(upright.getHeight());
    assertThat(difference(upright, turned)).as("of 255").isLessThan(8);
  }

  @Test
  void drawsAThumbnailOfALargeOne() throws Exception {
    byte[] photograph = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    BufferedImage drawn = read(drawing.draw(photograph, Drawing.Size.THUMBNAIL));
    assertThat(drawn.getWidth()).isEqualTo(320);
    assertThat(drawn.getHeight()).isEqualTo(213);
    assertThat(read(drawing.draw(photograph, Drawing.Size.FULL)).getWidth()).isEqualTo(600);
  }

  /** Only what an eighth of it needs is decoded, and it looks the same. */
  @Test
  void drawsAThumbnailOfALargeJpegFromAnEighthOfIt() throws Exception {
    BufferedImage coffee = ImageIO.read(Path.of("deploy/photographs/coffee.png").toFile());
    BufferedImage large = scaled(coffee, 2400, 1600);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(large, "jpeg", jpeg);
    BufferedImage drawn = read(drawing.draw(jpeg.toByteArray(), Drawing.Size.THUMBNAIL));
    assertThat(drawn.getWidth()).isEqualTo(300);
    assertThat(drawn.getHeight()).isEqualTo(200);
    assertThat(difference(scaled(coffee, 300, 200), drawn)).as("of 255").isLessThan(8);
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.drawImage(
        image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    graphics.dispose();
    return scaled;
  }

  @Test
  void showsWhiteThroughWhatIsTransparent() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB), "png", png);
    BufferedImage drawn = read(drawing.draw(png.toByteArray(), Drawing.Size.FULL));
    assertThat(new Color(drawn.getRGB(10, 10))).isEqualTo(Color.WHITE);
  }

  @Test
  void leavesOutWhatIsNoPixel() throws Exception {
    byte[] jpeg = sample("orientation-6.jpg");
    byte[] longer = Arrays.copyOf(jpeg, jpeg.length + SCRIPT.length());
    System.arraycopy(SCRIPT.getBytes(ISO_8859_1), 0, longer, jpeg.length, SCRIPT.length());
    String drawn = new String(drawing.draw(longer, Drawing.Size.FULL), ISO_8859_1);
    assertThat(drawn).doesNotContain(SCRIPT, "Exif");
  }

  @Test
  void drawsNothingElse() {
    for (String text : new String[] {"", "hello", "<svg xmlns='http://www.w3.org/2000/svg'/>"}) {
      assertThatThrownBy(() -> drawing.draw(text.getBytes(ISO_8859_1), Drawing.Size.FULL))
          .isInstanceOf(ImageRejectedException.class);
    }
    byte[] png = TestImages.png(1);
    Arrays.fill(png, 50, png.length - 12, (byte) 0x55);
    assertThatThrownBy(() -> drawing.draw(png, Drawing.Size.FULL))
        .isInstanceOf(ImageRejectedException.class);
  }

  /** Its header alone says so; nothing of it is decoded. */
  @Test
  void drawsNoneThatIsTooLarge() throws Exception {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(5000, 5000, BufferedImage.TYPE_BYTE_BINARY), "png", png);
    assertThatThrownBy(() -> drawing.draw(png.toByteArray(), Drawing.Size.THUMBNAIL))
        .isInstanceOf(ImageRejectedException.class)
        .extracting(failure -> ((ImageRejectedException) failure).reason())
        .asString()
        .contains("24000000 pixels");
  }

  private static double difference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        sum += Math.abs(((one.getRGB(x, y) >> 8) & 255) - ((other.getRGB(x, y) >> 8) & 255));
      }
    }
    return (double) sum / one.getWidth() / one.getHeight();
  }

  private static BufferedImage read(byte[] jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  private static byte[] sample(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DrawingTest.class.getResourceAsStream("/io/labelstream/vision/" + name))) {
      return in.readAllBytes();
    }
  }
}
