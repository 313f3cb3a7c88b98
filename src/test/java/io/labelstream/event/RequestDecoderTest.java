package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestDecoderTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final RequestDecoder decoder = new RequestDecoder(GoldenFiles.CLOCK);

  static Stream<Path> goldenFiles() throws IOException {
    return GoldenFiles.in("requests");
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void decodesAsTheGoldenFileSays(Path file) {
    JsonNode golden = GoldenFiles.read(file);
    DecodedRequest decoded = decoder.decode(GoldenFiles.record(golden.get("record")));
    assertThat(GoldenFiles.describe(decoded).toPrettyString())
        .isEqualTo(golden.get("decoded").toPrettyString());
  }

  @Test
  void passesTheImageOnWithoutCopyingIt() {
    byte[] image = {1, 2, 3};
    DecodedRequest decoded =
        decoder.decode(new RequestRecord("t", 0, 0, 0, null, List.of(), image));
    byte[] passed =
        decoded.fold(
            request -> ((ImageSource.Inline) request.image()).bytes(), failed -> new byte[0]);
    assertThat(passed).isSameAs(image);
  }

  @Test
  void readsWhatTheEncoderWrites() {
    Correlation correlation =
        new Correlation(
            "id-1",
            "/feed",
            Optional.of("cat.jpg"),
            Optional.of(new TraceContext(TRACE, Optional.of("a=1"))),
            Optional.of("2026-01-02T03:04:05Z"));
    ClassificationRequest request =
        new ClassificationRequest(
            new ImageSource.Reference(URI.create("s3://bucket/a%20b.jpg")),
            new LabelOptions(12, 0.25, 0.75),
            Optional.of(GoldenFiles.CLOCK.instant()));
    List<RecordHeader> headers =
        new RequestEncoder().headers(correlation, request, Optional.of("r-1"));
    assertThat(new HeaderTexts(headers).get("ce_requestid")).contains("r-1");
    DecodedRequest decoded = decoder.decode(new RequestRecord("t", 0, 0, 0, null, headers, null));
    assertThat(decoded).isEqualTo(new DecodedRequest.Accepted(correlation, request));
  }

  @Test
  void readsTheLargestImageInStructuredMode() {
    String base64 = Base64.getEncoder().encodeToString(new byte[20 * 1024 * 1024]);
    String event =
        """
        {"specversion":"1.0","id":"a","source":"/s","type":"%s","data_base64":"%s"}\
        """
            .formatted(EventNames.REQUESTED, base64);
    DecodedRequest decoded = decoder.decode(structured(event));
    assertThat(GoldenFiles.describe(decoded).path("image").asText()).isEqualTo("inline 20971520");
  }

  @Test
  void rejectsNestingThatIsTooDeep() {
    DecodedRequest decoded =
        decoder.decode(structured("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)));
    assertThat(failure(decoded)).isEqualTo(ErrorCode.INVALID_EVENT);
  }

  @Test
  void takesNestingOfAThousand() {
    String nested = "[".repeat(990) + "]".repeat(990);
    DecodedRequest decoded =
        decoder.decode(
            structured(
                """
                {"specversion":"1.0","id":"deep","source":"/s","type":"%s","data":%s}\
                """
                    .formatted(EventNames.REQUESTED, nested)));
    assertThat(failure(decoded)).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    assertThat(decoded.correlation().id()).isEqualTo("deep");
  }

  /** A tree of it would be some forty times larger, in a process that shares its heap. */
  @Test
  void buildsNoTreeOfWhatIsNoImage() {
    String objects = "{},".repeat(5_000_000);
    DecodedRequest decoded =
        decoder.decode(
            structured(
                """
                {"specversion":"1.0","id":"wide","source":"/s","type":"%s","data":[%s{}]}\
                """
                    .formatted(EventNames.REQUESTED, objects)));
    assertThat(failure(decoded)).isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    assertThat(decoded.correlation().id()).isEqualTo("wide");
  }

  @Test
  void knowsTheEventWhoseImageIsNoBase64() {
    DecodedRequest decoded =
        decoder.decode(
            structured(
                """
                {"data_base64":"AAAA*AAA","specversion":"1.0","id":"bad","source":"/s","type":"%s"}\
                """
                    .formatted(EventNames.REQUESTED)));
    assertThat(failure(decoded)).isEqualTo(ErrorCode.INVALID_EVENT);
    assertThat(decoded.correlation().id()).isEqualTo("bad");
  }

  @Test
  void rejectsATextThatIsNoImageAndAsLarge() {
    DecodedRequest decoded =
        decoder.decode(structured("{\"id\":\"%s\"}".formatted("a".repeat(20_000_000))));
    assertThat(failure(decoded)).isEqualTo(ErrorCode.INVALID_EVENT);
  }

  @Test
  void rejectsMillionsOfAttributes() {
    String attributes =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"a" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(failure(decoder.decode(structured(attributes)))).isEqualTo(ErrorCode.INVALID_EVENT);
  }

  @Test
  void takesAThousandHeaders() {
    List<RecordHeader> headers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      headers.add(RecordHeader.of("x-header-" + i, "value"));
    }
    DecodedRequest decoded =
        decoder.decode(new RequestRecord("t", 0, 0, 0, null, headers, new byte[] {1}));
    assertThat(GoldenFiles.describe(decoded).path("image").asText()).isEqualTo("inline 1");
  }

  @Test
  void neverThrows() {
    Random random = new Random(1);
    String[] names = {
      "ce_id",
      "ce_source",
      "ce_specversion",
      "ce_type",
      "ce_time",
      "ce_topk",
      "ce_minscore",
      "ce_floor",
      "ce_dataref",
      "ce_",
      "ce_UPPER",
      "ce_with-dash",
      "content-type",
      "traceparent",
      ""
    };
    String[] values = {
      "",
      "1.0",
      EventNames.REQUESTED,
      "application/cloudevents+json",
      "\u0000",
      "::not a uri::",
      "NaN",
      "-1",
      "9".repeat(400),
      "2026-13-99",
      "{",
      "null"
    };
    for (int round = 0; round < 20_000; round++) {
      List<RecordHeader> headers = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        headers.add(new RecordHeader(names[random.nextInt(names.length)], value(random, values)));
      }
      RequestRecord record =
          new RequestRecord("t", 0, round, 0, null, headers, value(random, values));
      DecodedRequest decoded = decoder.decode(record);
      assertThat(decoded.correlation().id()).isNotEmpty();
      assertThat(decoded.correlation().source()).isNotEmpty();
    }
  }

  private static byte[] value(Random random, String[] values) {
    if (random.nextInt(3) == 0) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      return bytes;
    }
    return values[random.nextInt(values.length)].getBytes(UTF_8);
  }

  private static RequestRecord structured(String event) {
    return new RequestRecord(
        "requests",
        0,
        0,
        0,
        null,
        List.of(RecordHeader.of("content-type", "application/cloudevents+json")),
        event.getBytes(UTF_8));
  }

  private static ErrorCode failure(DecodedRequest decoded) {
    return ((DecodedRequest.Rejected) decoded).failure().code();
  }
}
