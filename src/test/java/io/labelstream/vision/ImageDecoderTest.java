package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.event.ErrorCode;
import io.labelstream.image.ImageLimits;
import io.labelstream.image.ImageRejectedException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(TestImages.SPEC, ImageLimits.DEFAULT);
  private final ImageTensor tensor = new ImageTensor(224);

  @Nested
  class Formats {

    @ParameterizedTest
    @CsvSource({
      "baseline.jpg, 200, 30, 60, 20, 160, 220",
      "progressive.jpg, 200, 30, 60, 20, 160, 220",
      "cmyk.jpg, 200, 30, 60, 20, 160, 220",
      "rgb.png, 200, 30, 60, 20, 160, 220",
      "palette.png, 200, 30, 60, 20, 160, 220",
      "lossy.webp, 200, 30, 60, 20, 160, 220",
      "lossless.webp, 200, 30, 60, 20, 160, 220",
      "grey.jpg, 84, 84, 84, 125, 125, 125",
      "grey.png, 84, 84, 84, 125, 125, 125",
      "grey16.png, 78, 78, 78, 195, 195, 195",
      "bilevel.png, 0, 0, 0, 255, 255, 255",
      "alpha.png, 255, 255, 255, 20, 160, 220",
      "alpha.webp, 255, 255, 255, 20, 160, 220",
      "grey-alpha.png, 255, 255, 255, 125, 125, 125",
      "palette-transparent.png, 255, 255, 255, 20, 160, 220"
    })
    void decodesToTheColoursOfBothHalves(
        String name, int r1, int g1, int b1, int r2, int g2, int b2) throws Exception {
      decoder.decode(TestImages.read(name), tensor);
      assertColour(20, 112, r1, g1, b1);
      assertColour(203, 112, r2, g2, b2);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "orientation-1.jpg", "orientation-2.jpg", "orientation-3.jpg", "orientation-4.jpg",
          "orientation-5.jpg", "orientation-6.jpg", "orientation-7.jpg", "orientation-8.jpg",
          "orientation-6.png", "orientation-6.webp"
        })
    void turnsThePictureUpright(String name) throws Exception {
      decoder.decode(TestImages.read(name), tensor);
      assertColour(20, 20, 220, 20, 20);
      assertColour(203, 20, 20, 200, 20);
      assertColour(20, 203, 20, 20, 220);
      assertColour(203, 203, 240, 240, 240);
    }

    private void assertColour(int x, int y, int red, int green, int blue) {
      FloatBuffer values = tensor.floats();
      int index = (y * 224 + x) * 3;
      assertThat(values.get(index) + 103.939f).isCloseTo(blue, within(6f));
      assertThat(values.get(index + 1) + 116.779f).isCloseTo(green, within(6f));
      assertThat(values.get(index + 2) + 123.68f).isCloseTo(red, within(6f));
    }
  }

  @Nested
  class Limits {

    @Test
    void refusesMoreBytesBeforeLookingAtThem() {
      assertRejected(
          new byte[20 * 1024 * 1024 + 1], ErrorCode.IMAGE_TOO_LARGE, "at most 20971520 bytes");
    }

    @Test
    void refusesAHugeSide() {
      assertRejected(
          TestImages.pngOfSize(60_000, 60_000),
          ErrorCode.IMAGE_TOO_LARGE,
          "at most 16384 pixels a side, but is 60000×60000");
      assertRejected(TestImages.jpegOfSize(30_000, 100), ErrorCode.IMAGE_TOO_LARGE, "30000×100");
    }

    @Test
    void refusesTooManyPixels() {
      assertRejected(
          TestImages.pngOfSize(10_001, 10_000),
          ErrorCode.IMAGE_TOO_LARGE,
          "at most 100000000 pixels");
    }

    @Test
    void refusesWhatIsTooSmallToShowAnything() {
      assertRejected(
          TestImages.pngOfSize(9, 400), ErrorCode.IMAGE_TOO_SMALL, "at least 10 pixels a side");
    }

    @Test
    void refusesASizeOfZeroOrLess() {
      assertRejected(TestImages.pngOfSize(0, 10), ErrorCode.UNDECODABLE_IMAGE, "no size");
      assertRejected(TestImages.pngOfSize(-1, 10), ErrorCode.UNDECODABLE_IMAGE, "no size");
    }
  }

  @Nested
  class BadImages {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "<html><body>Not found</body></html> | HTML",
          "<svg xmlns='http://www.w3.org/2000/svg'/> | SVG",
          "GIF89a........ | GIF",
          "{\"image\": 1} | JSON",
          "/9j/4AAQSkZJRgABAQ | base64",
          "just some text | JPEG, PNG or WebP"
        })
    void namesWhatItGotInstead(String content, String named) {
      assertRejected(content.getBytes(StandardCharsets.UTF_8), ErrorCode.UNSUPPORTED_FORMAT, named);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "baseline.jpg",
          "progressive.jpg",
          "cmyk.jpg",
          "rgb.png",
          "grey16.png",
          "lossy.webp",
          "lossless.webp",
          "alpha.webp",
          "orientation-6.jpg"
        })
    void refusesATruncatedImageWhereverItIsCut(String name) {
      byte[] image = TestImages.read(name);
      for (int length = 12; length < image.length - 1; length += 1 + image.length / 97) {
        byte[] cut = Arrays.copyOf(image, length);
        assertThatThrownBy(() -> decoder.decode(cut, tensor))
            .as("%s cut to %d of %d bytes", name, length, image.length)
            .isInstanceOfSatisfying(
                ImageRejectedException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.UNDECODABLE_IMAGE));
      }
    }

    /** libjpeg passes over the first marker and takes its size from inside the segment. */
    @Test
    void checksTheSizeOfASecondFileHiddenBehindAnInvalidMarker() {
      byte[] hidden = TestImages.jpegOfSize(30_000, 30_000);
      byte[] shown = TestImages.read("baseline.jpg");
      byte[] image =
          TestImages.join(
              new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0},
              new byte[] {(byte) (hidden.length >> 8), (byte) hidden.length},
              Arrays.copyOfRange(hidden, 2, hidden.length),
              Arrays.copyOfRange(shown, 2, shown.length));
      assertRejected(image, ErrorCode.IMAGE_TOO_LARGE, "30000×30000");
    }

    /** Each scan costs a pass over the image, and an end marker inside a comment is none. */
    @Test
    void countsTheScansBehindAComment() {
      byte[] jpeg = TestImages.read("progressive.jpg");
      byte[] comment = {(byte) 0xFF, (byte) 0xFE, 0, 4, (byte) 0xFF, (byte) 0xD9};
      byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 1};
      byte[][] parts = new byte[504][];
      Arrays.fill(parts, scan);
      parts[0] = Arrays.copyOf(jpeg, jpeg.length - 2);
      parts[1] = comment;
      parts[503] = new byte[] {(byte) 0xFF, (byte) 0xD9};
      assertRejected(TestImages.join(parts), ErrorCode.UNDECODABLE_IMAGE, "at most 100 JPEG scans");
    }

    @Test
    void namesKindsThatAreNotSupported() {
      byte[] jpeg = TestImages.read("baseline.jpg");
      byte[] start = {(byte) 0xFF, (byte) 0xD8};
      assertRejected(
          TestImages.join(start, jpeg), ErrorCode.UNDECODABLE_IMAGE, "two start markers");
      assertRejected(
          TestImages.join(start, new byte[] {(byte) 0xFF, (byte) 0xF7, 0, 11, 8}),
          ErrorCode.UNDECODABLE_IMAGE,
          "JPEG-LS");
      assertRejected(TestImages.jpegOfSize(400, 0), ErrorCode.UNDECODABLE_IMAGE, "DNL");
      byte[] apple = TestImages.read("rgb.png");
      System.arraycopy(new byte[] {'C', 'g', 'B', 'I'}, 0, apple, 12, 4);
      assertRejected(apple, ErrorCode.UNDECODABLE_IMAGE, "CgBI");
    }

    @Test
    void refusesAPngWithoutPixels() {
      assertRejected(TestImages.pngOfSize(100, 100), ErrorCode.UNDECODABLE_IMAGE, "damaged");
    }

    @Test
    void survivesDamageAnywhere() {
      Random random = new Random(7);
      int decoded = 0;
      int rejected = 0;
      for (String name : new String[] {"baseline.jpg", "rgb.png", "lossy.webp", "alpha.png"}) {
        for (int round = 0; round < 300; round++) {
          byte[] damaged = TestImages.read(name);
          for (int i = 0; i < 8; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          try {
            decoder.decode(damaged, tensor);
            decoded++;
          } catch (ImageRejectedException e) {
            assertThat(e.reason()).startsWith("image ").doesNotContain("Exception", "null");
            rejected++;
          }
        }
      }
      // Damage within the pixels changes them alone, elsewhere it is found.
      assertThat(decoded).isGreaterThan(100);
      assertThat(rejected).isGreaterThan(100);
      assertThat(decoded + rejected).isEqualTo(1200);
    }
  }

  private void assertRejected(byte[] image, ErrorCode code, String reason) {
    assertThatThrownBy(() -> decoder.decode(image, tensor))
        .isInstanceOfSatisfying(
            ImageRejectedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.reason()).startsWith("image ").contains(reason);
            });
  }
}
