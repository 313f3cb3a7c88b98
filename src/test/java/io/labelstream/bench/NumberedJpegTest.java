package io.labelstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class NumberedJpegTest {

  @Test
  void showsTheSameAndIsAnother() throws IOException {
    byte[] rocket =
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    byte[] numbered = NumberedJpeg.of(rocket, 4711);
    assertThat(numbered).isNotEqualTo(NumberedJpeg.of(rocket, 4712)).hasSize(rocket.length + 8);
    assertThat(ImageIO.read(new ByteArrayInputStream(numbered)).getRGB(100, 100))
        .isEqualTo(ImageIO.read(new ByteArrayInputStream(rocket)).getRGB(100, 100));
  }
}
