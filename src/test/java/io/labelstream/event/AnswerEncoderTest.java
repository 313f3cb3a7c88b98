package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerEncoderTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
  private static final Outcome TABBY =
      new Outcome.Completed(
          new IdentifyResponse(
              "Tabby", 0.43160796f, List.of(new ScoredLabel("Tiger Cat", 0.37503865f))),
          false);

  private static final AnsweringModel MODEL = AnsweringModel.primary("resnet50-fp32@1a2b3c4d5e6f");
  private static final Destination RESULTS = new Destination("results", 1_000_000);
  private static final TraceContext TRACE =
      new TraceContext(
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Optional.of("a=1"));

  private final AnswerEncoder encoder =
      new AnswerEncoder(new EchoHeaders(List.of("kafka_correlationId", "X-Camera-", "ce_")), CLOCK);

  static Stream<Path> goldenFiles() throws IOException {
    return GoldenFiles.in("answers");
  }

  @ParameterizedTest
  @MethodSource("goldenFiles")
  void answersAsTheGoldenFileSays(Path file) throws IOException {
    JsonNode golden = GoldenFiles.read(file);
    RequestRecord request = GoldenFiles.record(golden.get("record"));
    DecodedRequest decoded = new RequestDecoder(CLOCK).decode(request);
    Outcome outcome = decoded.fold(accepted -> TABBY, failed -> failed);
    AnswerRecord answer =
        encoder.encode(request, decoded.correlation(), outcome, MODEL, RESULTS).answer();
    assertThat(GoldenFiles.describe(answer).toPrettyString())
        .isEqualTo(golden.get("answer").toPrettyString());
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void tellsTheStatusOfEveryError(ErrorCode code) throws IOException {
    RequestRecord request = request(null);
    AnswerRecord answer =
        encoder
            .encode(
                request,
                Correlation.bare(request, Optional.empty()),
                Outcome.Failed.because(code, "image is what it is"),
                MODEL,
                RESULTS)
            .answer();
    JsonNode body = GoldenFiles.JSON.readTree(answer.value());
    assertThat(body.get("status").asInt()).isEqualTo(code.status()).isIn(422, 500, 503, 504);
    assertThat(body.has("errors")).isEqualTo(code.status() == 422);
    assertThat(body.has("message")).isEqualTo(code.status() != 422);
  }

  @Test
  void saysOfWhatWasNotClassifiedAgainThatItIsReused() {
    RequestRecord request = request(null);
    IdentifyResponse response =
        TABBY.fold(Outcome.Completed::response, failed -> new IdentifyResponse("", 0, List.of()));
    HeaderTexts headers =
        new HeaderTexts(
            encoder
                .encode(
                    request,
                    Correlation.bare(request, Optional.empty()),
                    new Outcome.Completed(response, true),
                    MODEL,
                    RESULTS)
                .answer()
                .headers());
    assertThat(headers.get(EventNames.REUSED)).contains("true");
    assertThat(headers.get(EventNames.TYPE)).contains(EventNames.COMPLETED);
  }

  @Test
  void saysOfACanarysAnswerThatItIsOne() {
    RequestRecord request = request(null);
    AnswerRecord answer =
        encoder
            .encode(
                request,
                Correlation.bare(request, Optional.empty()),
                TABBY,
                new AnsweringModel("resnet50-int8@0d569777cf3c", true),
                RESULTS)
            .answer();
    assertThat(new HeaderTexts(answer.headers()).get(EventNames.CANARY)).contains("true");
    assertThat(new AnswerDecoder().decode(answer.headers(), answer.value()))
        .hasValueSatisfying(
            read -> {
              assertThat(read.model()).contains("resnet50-int8@0d569777cf3c");
              assertThat(read.canary()).isTrue();
            });
  }

  @Test
  void isReadAsItWasWritten() {
    RequestRecord request = request(null);
    AnswerRecord answer =
        encoder
            .encode(request, Correlation.bare(request, Optional.empty()), TABBY, MODEL, RESULTS)
            .answer();
    assertThat(new AnswerDecoder().decode(answer.headers(), answer.value()))
        .contains(
            new Answer(
                "requests/0/7",
                "/requests",
                Optional.of("resnet50-fp32@1a2b3c4d5e6f"),
                false,
                TABBY.fold(
                    completed -> Optional.of(completed.response()), failed -> Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new Passage(
                    Optional.empty(),
                    Optional.of(new RequestPosition("requests", 0, 7)),
                    Optional.empty(),
                    Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
                    Optional.empty())));
  }

  @Test
  void saysHowLongTheModelHadWork() {
    WorkTimes times = new WorkTimes(2345, 31_234);
    Outcome timed =
        TABBY.fold(
            completed -> new Outcome.Completed(completed.response(), false, Optional.of(times)),
            failed -> failed);
    RequestRecord request = request(null);
    AnswerRecord answer =
        encoder
            .encode(request, Correlation.bare(request, Optional.empty()), timed, MODEL, RESULTS)
            .answer();
    HeaderTexts headers = new HeaderTexts(answer.headers());
    assertThat(headers.get(EventNames.DECODE_MICROS)).contains("2345");
    assertThat(headers.get(EventNames.INFERENCE_MICROS)).contains("31234");
    assertThat(new AnswerDecoder().decode(answer.headers(), answer.value()))
        .map(read -> read.passage().work())
        .contains(Optional.of(times));
  }

  @Test
  void repeatsNothingThatItSaysItself() {
    Correlation whole =
        new Correlation(
            "id",
            "/source",
            Optional.of("subject"),
            Optional.of(TRACE),
            Optional.of("2026-01-02T03:04:05Z"));
    Outcome timed =
        TABBY.fold(
            completed ->
                new Outcome.Completed(
                    completed.response(), true, Optional.of(new WorkTimes(2345, 31_234))),
            failed -> failed);
    Outcome failed = Outcome.Failed.because(ErrorCode.INFERENCE_FAILED, "it failed");
    AnsweringModel canary = new AnsweringModel(MODEL.id(), true);
    List<RecordHeader> forged =
        Stream.of(timed, failed)
            .flatMap(outcome -> headers(request(null), whole, outcome, canary).stream())
            .map(RecordHeader::name)
            .distinct()
            .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
            .map(name -> RecordHeader.of(name, "forged"))
            .toList();
    assertThat(forged)
        .extracting(RecordHeader::name)
        .contains(EventNames.DECODE_MICROS, EventNames.ERROR_CODE, EventNames.TRACE_STATE);
    RequestRecord request = new RequestRecord("requests", 0, 7, -1, null, forged, new byte[] {1});
    AnswerEncoder repeatsAll = new AnswerEncoder(new EchoHeaders(List.of("")), CLOCK);
    assertThat(
            repeatsAll
                .encode(request, Correlation.bare(request, Optional.empty()), TABBY, MODEL, RESULTS)
                .answer()
                .headers())
        .noneMatch(
            header -> "forged".equals(new String(Objects.requireNonNull(header.value()), UTF_8)));
  }

  private List<RecordHeader> headers(
      RequestRecord request, Correlation correlation, Outcome outcome, AnsweringModel model) {
    return encoder.encode(request, correlation, outcome, model, RESULTS).answer().headers();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{", "1"})
  void whatIsNoAnswerIsNone(String value) {
    RequestRecord request = request(null);
    AnswerRecord answer =
        encoder
            .encode(request, Correlation.bare(request, Optional.empty()), TABBY, MODEL, RESULTS)
            .answer();
    assertThat(new AnswerDecoder().decode(answer.headers(), value.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void shrinksWhatTheTopicWouldRefuse() {
    byte[] key = new byte[2_000_000];
    RequestRecord request = request(key);
    Correlation correlation =
        new Correlation(
            "i".repeat(900_000),
            "s".repeat(900_000),
            Optional.of("x".repeat(5000)),
            Optional.of(TRACE),
            Optional.empty());
    AnswerEncoder.Encoded encoded = encoder.encode(request, correlation, TABBY, MODEL, RESULTS);
    assertThat(encoded.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ANSWER_TOO_LARGE));
    AnswerRecord answer = encoded.answer();
    assertThat(new String(answer.key(), UTF_8)).isEqualTo("requests/0/7");
    HeaderTexts headers = new HeaderTexts(answer.headers());
    assertThat(headers.get(EventNames.ID)).contains("requests/0/7");
    assertThat(headers.get(EventNames.SOURCE)).contains("/requests");
    assertThat(headers.get(EventNames.SUBJECT)).isEmpty();
    assertThat(headers.get(EventNames.TRACE_PARENT)).contains(TRACE.traceparent());
    assertThat(headers.get(EventNames.REQUEST_OFFSET)).contains("requests/0/7");
  }

  @Test
  void keepsAKeyThatFits() {
    byte[] key = new byte[400_000];
    Correlation correlation =
        new Correlation(
            "i".repeat(900_000), "/s", Optional.empty(), Optional.empty(), Optional.empty());
    AnswerRecord answer = encoder.encode(request(key), correlation, TABBY, MODEL, RESULTS).answer();
    assertThat(answer.key()).isEqualTo(key);
  }

  @Test
  void staysWithinTheSmallestLimitWhateverTheReasons() {
    List<String> reasons = IntStream.range(0, 10_000).mapToObj(i -> "x".repeat(900)).toList();
    RequestRecord request = request(null);
    AnswerRecord answer =
        encoder
            .encode(
                request,
                Correlation.bare(request, Optional.empty()),
                new Outcome.Failed(ErrorCode.INVALID_EVENT, reasons),
                MODEL,
                new Destination("results", Destination.MIN_BYTES))
            .answer();
    assertThat(answer.value()).hasSizeLessThan(16_384);
  }

  @Test
  void staysWithinTheSmallestLimitWhateverIsRepeated() {
    List<RecordHeader> headers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      headers.add(RecordHeader.of("x-camera-" + i, "x".repeat(900)));
    }
    RequestRecord request =
        new RequestRecord("requests", 0, 7, 0, new byte[8192], headers, new byte[] {1});
    String longest = "x".repeat(1024);
    AnswerRecord answer =
        encoder
            .encode(
                request,
                new Correlation(
                    longest,
                    longest,
                    Optional.of(longest),
                    Optional.of(new TraceContext(TRACE.traceparent(), Optional.of(longest))),
                    Optional.of("2026-01-02T03:04:05.123456789+00:00")),
                TABBY,
                MODEL,
                new Destination("results", Destination.MIN_BYTES))
            .answer();
    int size =
        answer.key().length
            + answer.value().length
            + answer.headers().stream()
                .mapToInt(
                    header ->
                        header.name().length() + Objects.requireNonNull(header.value()).length)
                .sum();
    assertThat(size).isLessThan(Destination.MIN_BYTES - 400);
    assertThat(new HeaderTexts(answer.headers()).get("x-camera-1").orElseThrow()).hasSize(900);
    assertThat(new HeaderTexts(answer.headers()).get("x-camera-2")).isEmpty();
  }

  private static RequestRecord request(byte @Nullable [] key) {
    return new RequestRecord("requests", 0, 7, -1, key, List.of(), new byte[] {1});
  }
}
