package io.labelstream.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.vision.TestImages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignContentTest {

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "rgb.png", "lossy.webp"})
  void namesBase64InEachWrapping(String name) {
    byte[] image = TestImages.read(name);
    String base64 = Base64.getEncoder().encodeToString(image);
    String urlSafe = Base64.getUrlEncoder().encodeToString(image);
    List<String> wrapped = new ArrayList<>();
    for (String encoded : List.of(base64, urlSafe, Base64.getMimeEncoder().encodeToString(image))) {
      wrapped.addAll(
          List.of(
              encoded,
              "\n  " + encoded + "\r\n",
              '"' + encoded + '"',
              "'" + encoded + "'",
              "b'" + encoded + "'",
              "\uFEFF" + encoded,
              "\uFEFF\"" + encoded + '"',
              "data:image/jpeg;base64," + encoded,
              "\"data:application/octet-stream;base64," + encoded + '"',
              encoded.substring(0, 3) + "\n" + encoded.substring(3)));
    }
    assertThat(wrapped)
        .allSatisfy(
            text ->
                assertThat(ForeignContent.describe(text.getBytes(UTF_8)))
                    .isEqualTo(", but is base64: send the bytes as they are"));
    assertThat(ForeignContent.describe(base64.getBytes(UTF_16))).contains("base64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "rgb.png", "lossy.webp"})
  void namesOtherNotationsOfBytes(String name) {
    byte[] image = TestImages.read(name);
    for (String hex :
        List.of(
            HexFormat.of().formatHex(image),
            HexFormat.of().withUpperCase().formatHex(image),
            "0x" + HexFormat.of().formatHex(image),
            "\\x" + HexFormat.of().formatHex(image),
            HexFormat.ofDelimiter(" ").formatHex(image),
            HexFormat.ofDelimiter(":").formatHex(image),
            HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(image))) {
      assertThat(ForeignContent.describe(hex.getBytes(UTF_8))).contains("is hexadecimal");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "rgb.png", "lossy.webp"})
  void namesBytesThatWentThroughText(String name) {
    byte[] image = TestImages.read(name);
    String converted = "conversion to text";
    assertThat(describe(new String(image, UTF_8).getBytes(UTF_8))).contains(converted);
    if (!name.endsWith("webp")) {
      assertThat(describe(new String(image, ISO_8859_1).getBytes(UTF_8))).contains(converted);
    }
  }

  @Test
  void namesLineEndsThatWereConverted() {
    String png = new String(TestImages.read("rgb.png"), ISO_8859_1);
    assertThat(describe(png.replace("\r\n", "\n").getBytes(ISO_8859_1))).contains("conversion");
    assertThat(describe(png.replace("\n", "\r\n").getBytes(ISO_8859_1))).contains("conversion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline.jpg", "rgb.png", "lossy.webp"})
  void namesWhatStandsBeforeAnImage(String name) {
    byte[] image = TestImages.read(name);
    byte[] length = ByteBuffer.allocate(4).putInt(image.length).array();
    assertThat(describe(TestImages.join(length, image))).contains("has its length before");
    assertThat(describe(TestImages.join(new byte[] {0, 0, 0, 0, 7}, image)))
        .contains("schema registry");
    assertThat(describe(TestImages.join(new byte[] {1, 2, 3}, image))).contains("3 bytes before");
    assertThat(
            describe(
                TestImages.join(
                    "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(UTF_8), image)))
        .contains("HTTP");
    assertThat(
            describe(
                TestImages.join(
                    "--x7\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n"
                        .getBytes(UTF_8),
                    image)))
        .contains("multipart");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "47494638396101000100 | is a GIF",
        "49492A0008000000 | is a TIFF",
        "4D4D002A00000008 | is a TIFF",
        "FF0AFA1F01 | is a JPEG XL",
        "0000000C4A584C200D0A870A | is a JPEG XL",
        "0000000C6A5020200D0A870A | is a JPEG 2000",
        "FF4FFF51002F | is a JPEG 2000",
        "0000001C6674797061766966 | is an AVIF",
        "000000186674797068656963 | is a HEIC",
        "000000186674797069736F6D | is a film",
        "255044462D312E370A | is a PDF",
        "3842505300010000 | is a Photoshop file",
        "00000100010010100000010020006804000016000000 0000 | is an icon",
        "50360A3332203332 | is a PPM",
        "1F8B0800000000 | is compressed by gzip",
        "28B52FFD04 | is compressed by Zstandard",
        "504B0304140000 | is a zip archive",
        "ACED0005757200 | is a serialized Java object",
        "52494646240000005741564566 | is AVI, WAV",
        "424D36000C00000000003600000028000000 40010000 | is a BMP"
      })
  void namesOtherFormats(String hex, String named) {
    assertThat(describe(HexFormat.of().parseHex(hex.replace(" ", "")))).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b'\\xff\\xd8\\xff\\xe0' | Python's notation",
        "b'RIFF\\x24' | Python's notation",
        "{\"image\": 1} | JSON",
        "\uFEFF{\"image\": 1} | JSON",
        "[255, 216, 255] | JSON",
        "\uFEFF<svg xmlns=''/> | SVG",
        "<!doctype html> | HTML",
        "https://example.com/cat.jpg | reference"
      })
  void namesTexts(String text, String named) {
    assertThat(describe(text.getBytes(UTF_8))).contains(named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BMW is a maker of cars, and this is a text", "just some text", "", "\0"})
  void namesNothingThatItDoesNotKnow(String text) {
    assertThat(describe(text.getBytes(UTF_8))).isEmpty();
  }

  private static String describe(byte[] content) {
    return ForeignContent.describe(content);
  }
}
