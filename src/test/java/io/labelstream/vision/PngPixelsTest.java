package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PngPixelsTest {

  @Test
  void dropsWhatAddsNothingToThePixels() throws IOException {
    byte[] photograph = Files.readAllBytes(Path.of("deploy/photographs/chelsea.png"));
    byte[] pixels = PngPixels.of(photograph);
    assertThat(text(photograph)).contains("iCCP");
    assertThat(text(pixels)).contains("IHDR", "IDAT", "IEND").doesNotContain("iCCP");
    assertThat(pixels.length).isLessThan(photograph.length);
  }

  @Test
  void keepsTransparency() {
    byte[] png = TestImages.read("palette-transparent.png");
    assertThat(text(PngPixels.of(png))).contains("PLTE", "tRNS");
  }

  @Test
  void passesOnWhatHasNothingToDrop() {
    byte[] png = TestImages.read("rgb.png");
    assertThat(PngPixels.of(png)).isSameAs(png);
  }

  @Test
  void stopsAtTheEndMarker() {
    byte[] png = TestImages.read("rgb.png");
    byte[] trailed = Arrays.copyOf(png, png.length + 100);
    assertThat(PngPixels.of(trailed)).isEqualTo(png);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
