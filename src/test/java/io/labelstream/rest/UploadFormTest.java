package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms in bytes, split wherever a network may split them. */
class UploadFormTest {

  private static final String TYPE = "multipart/form-data; boundary=XbX";

  /** It holds all that looks like the beginning of a boundary. */
  private static final String IMAGE = "\r\n--XbY\r\r\n\n--Xb\r\n-\r\n--\r";

  private static final String NAME =
      "--XbX\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\n";
  private static final String FILE =
      NAME.replace("\"name\"", "\"image\"; filename=\"a.jpg\"\r\ncontent-type: image/jpeg");

  private static final String END = "--XbX--\r\n";
  private static final String WHOLE = NAME + "my cat\r\n" + FILE + IMAGE + "\r\n" + END;

  private static final Path NOWHERE = Path.of("nowhere");

  private final Buffer image = Buffer.buffer();

  private Upload decode(String type, byte[]... pieces) {
    UploadForm form = new UploadForm(ContentType.parse(type), image::appendBuffer);
    for (byte[] piece : pieces) {
      form.decode(Buffer.buffer(piece));
    }
    form.end();
    return form.upload(NOWHERE);
  }

  private Upload decode(String body) {
    return decode(TYPE, body.getBytes(ISO_8859_1));
  }

  private void assertRefused(String type, String body, String reason) {
    assertThatThrownBy(() -> decode(type, body.getBytes(ISO_8859_1)))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.body().status()).isEqualTo(422);
              assertThat(refused.body().errors()).singleElement().asString().contains(reason);
            });
  }

  @Nested
  class Pieces {

    @Test
    void mayEndAnywhere() {
      byte[] whole = WHOLE.getBytes(ISO_8859_1);
      for (int first = 0; first <= whole.length; first++) {
        for (int second = first; second <= whole.length; second++) {
          Buffer bytes = Buffer.buffer();
          UploadForm form = new UploadForm(ContentType.parse(TYPE), bytes::appendBuffer);
          form.decode(Buffer.buffer(Arrays.copyOfRange(whole, 0, first)));
          form.decode(Buffer.buffer(Arrays.copyOfRange(whole, first, second)));
          form.decode(Buffer.buffer(Arrays.copyOfRange(whole, second, whole.length)));
          form.end();
          assertThat(form.upload(NOWHERE).names())
              .as("split at %s, %s", first, second)
              .containsExactly("my cat");
          assertThat(bytes.toString(ISO_8859_1)).isEqualTo(IMAGE);
        }
      }
    }

    @Test
    void mayBeAByteEach() {
      byte[] whole = WHOLE.getBytes(ISO_8859_1);
      byte[][] bytes = new byte[whole.length][];
      for (int i = 0; i < whole.length; i++) {
        bytes[i] = new byte[] {whole[i]};
      }
      assertThat(decode(TYPE, bytes).names()).containsExactly("my cat");
      assertThat(image.toString(ISO_8859_1)).isEqualTo(IMAGE);
    }

    @Test
    void areNotAllOfItBeforeTheLastBoundary() {
      int complete = WHOLE.length() - "\r\n".length();
      for (int length = 0; length < complete; length++) {
        assertRefused(
            TYPE,
            WHOLE.substring(0, length),
            "body must be a complete multipart/form-data with its boundary");
      }
      assertThat(decode(WHOLE.substring(0, complete)).names()).hasSize(1);
    }
  }

  @Nested
  class Forms {

    @Test
    void mayHaveTextAroundThemAndOtherLineEnds() {
      decode("preamble\r\n" + WHOLE + "epilogue");
      assertThat(image.toString(ISO_8859_1)).isEqualTo(IMAGE);
      assertThat(decode((NAME + "my cat\r\n" + END).replace("\r\n", "\n")).names())
          .containsExactly("my cat");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "multipart/form-data; boundary=\"XbX\"",
          "multipart/form-data; charset=\"utf-8\"; boundary=XbX",
          "Multipart/Form-Data;BOUNDARY=XbX;charset=UTF-8",
          "multipart/form-data; boundary=XbX; x"
        })
    void areReadAsTheirTypeSays(String type) {
      assertThat(decode(type, (NAME + "Käse\r\n" + END).getBytes(UTF_8)).names())
          .containsExactly("Käse");
    }

    @Test
    void mayHaveABoundaryWithAnEqualsSign() {
      String body = (NAME + "a\r\n" + END).replace("XbX", "==1==");
      for (String boundary : List.of("==1==", "\"==1==\"")) {
        String type = "multipart/form-data; boundary=" + boundary;
        assertThat(decode(type, body.getBytes(UTF_8)).names()).containsExactly("a");
      }
    }

    @Test
    void haveTextInTheCharsetOfItsPart() {
      String part =
          NAME.replace("\r\n\r\n", "\r\ncontent-type: text/plain; charset=latin1\r\n\r\n");
      assertThat(decode(TYPE, (part + "Käse\r\n" + END).getBytes(ISO_8859_1)).names())
          .containsExactly("Käse");
    }

    @Test
    void mayNameAFileAsTheyLike() {
      for (String name : List.of("filename=a", "filename=\"\"", "filename*=UTF-8''%e2%82%ac")) {
        Upload form = decode(FILE.replace("filename=\"a.jpg\"", name) + "x\r\n" + END);
        assertThat(form.images()).as(name).isEqualTo(1);
        assertThat(form.imageBytes()).isEqualTo(1);
      }
    }

    @Test
    void keepTheFirstImageAndCountTheOthers() {
      Upload form = decode(FILE + "a\r\n" + FILE + "b\r\n" + END);
      assertThat(form.images()).isEqualTo(2);
      assertThat(image.toString(ISO_8859_1)).isEqualTo("a");
    }

    @Test
    void keepNoMoreOfANameThanShowsThatItIsTooLong() {
      assertThat(decode(NAME + "x".repeat(50_000) + "\r\n" + END).names().get(0)).hasSize(8192);
    }
  }

  @Nested
  class Refusals {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=\"a \"",
          "multipart/form-data; boundary=ä",
          "multipart/form-data; bound=XbX"
        })
    void nameABoundaryThatIsNone(String type) {
      assertRefused(type, WHOLE, "content-type must have a boundary of 1 to 70 characters");
    }

    @Test
    void nameACharsetThatIsNone() {
      assertRefused(TYPE + "; charset=bogus", WHOLE, "a charset that is known");
      assertRefused(TYPE + "; charset=\"\"", WHOLE, "a charset that is known");
      assertRefused(
          TYPE,
          WHOLE.replace("image/jpeg", "image/jpeg; charset=bogus"),
          "a charset that is not known");
    }

    @ParameterizedTest
    @CsvSource({
      "content-transfer-encoding: bogus, content-transfer-encoding",
      "content-transfer-encoding: base64, content-transfer-encoding",
      "content-type: multipart/mixed, multipart/mixed",
      "content-type: multipart/mixed; boundary=y, multipart/mixed",
      "no colon, RFC 7578"
    })
    void nameWhatIsWrongWithAPart(String header, String reason) {
      String other = "--XbX\r\ncontent-disposition: form-data; name=\"x\"\r\n" + header;
      assertRefused(TYPE, WHOLE.replace(END, other + "\r\n\r\nx\r\n" + END), reason);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "x: y",
          "content-disposition: form-data",
          "content-disposition: form-data; name"
        })
    void wantANameOfEachPart(String header) {
      assertRefused(
          TYPE,
          WHOLE.replace(END, "--XbX\r\n" + header + "\r\n\r\nx\r\n" + END),
          "a name in the content-disposition of each part");
    }

    @Test
    void wantFewPartsWithFewHeaders() {
      String part = "--XbX\r\ncontent-disposition: form-data; name=\"f\"\r\n\r\nv\r\n";
      assertThat(decode(part.repeat(16) + END).images()).isZero();
      assertRefused(TYPE, part.repeat(17) + END, "at most 16 parts");
      String wide = part.replace("\r\n\r\n", "\r\nx: " + "y".repeat(9_000) + "\r\n\r\n");
      assertRefused(TYPE, wide + END, "at most 8192 bytes of headers");
    }

    @Test
    void sayThatAnotherBoundaryIsNotTheirs() {
      assertRefused(TYPE.replace("XbX", "other"), WHOLE, "complete");
      assertRefused(TYPE, WHOLE.replace("--XbX--", "--XbXa"), "RFC 7578");
    }
  }
}
