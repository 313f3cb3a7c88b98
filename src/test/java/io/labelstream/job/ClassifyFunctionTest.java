package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.AnsweringModel;
import io.labelstream.event.Correlation;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RequestRecord;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.FakeClassifier;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.registry.ModelSource;
import io.labelstream.registry.TaskModels;
import io.labelstream.registry.TaskPlace;
import io.labelstream.rest.CapturedLog;
import io.labelstream.vision.ClassifierFactory;
import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyFunctionTest {

  private static final byte[] RED = TestRecords.picture(Color.RED);
  private static final byte[] BLUE = TestRecords.picture(Color.BLUE);

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path images;

  private OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness;

  @BeforeEach
  void open() throws Exception {
    FakeClassifier.RUNS.clear();
    harness = harness(FakeClassifier::new, 10);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(FakeClassifier.OPEN).hasValue(0);
  }

  @Test
  void answersAPhotograph() throws Exception {
    AnswerRecord answer = answer(TestRecords.event("a-1", BLUE, "ce_topk", "2"));
    assertThat(TestRecords.header(answer, "ce_type"))
        .isEqualTo("io.labelstream.classification.completed.v1");
    assertThat(TestRecords.header(answer, "ce_id")).isEqualTo("a-1");
    assertThat(TestRecords.header(answer, "ce_model")).isEqualTo("fake-fp32@0123456789ab");
    assertThat(TestRecords.body(answer))
        .isEqualTo(
            """
            {"main_label":"Blue","main_score":1.0,"secondary_labels":[{"label":"Red","score":0.0}]}\
            """);
  }

  @Test
  void answersEveryRecordWhateverItHolds() throws Exception {
    List<RequestRecord> records =
        List.of(
            TestRecords.bare(0, RED),
            TestRecords.bare(1, null),
            TestRecords.bare(2, new byte[0]),
            TestRecords.bare(3, "<html>".getBytes(StandardCharsets.UTF_8)),
            TestRecords.bare(4, TestRecords.truncated(RED)),
            TestRecords.event("a", RED, "ce_topk", "0"),
            TestRecords.event("b", null, "ce_dataref", "file:///etc/passwd"),
            TestRecords.bare(5, BLUE));
    for (RequestRecord record : records) {
      harness.processElement(record, 0);
    }
    assertThat(harness.extractOutputValues())
        .extracting(answer -> TestRecords.header(answer, "ce_type").contains("completed"))
        .containsExactly(true, false, false, false, false, false, false, true);
  }

  @Test
  void answersAFailureOfOursWithoutTellingOfTheInside() throws Exception {
    AnswerRecord answer = answer(TestRecords.bare(0, TestRecords.picture(Color.BLACK)));
    assertThat(TestRecords.body(answer))
        .isEqualTo(
            """
            {"type":"https://docs.img-processing.com/errors/internal-error",\
            "error":"Internal Error","status":500,\
            "message":"An unexpected error occurred. Please try again later."}\
            """);
  }

  @Test
  void logsWhichRecordAFailureIsAbout() throws Exception {
    byte[] black = TestRecords.picture(Color.BLACK);
    try (CapturedLog log = new CapturedLog()) {
      answer(
          TestRecords.event(
              "e-1",
              black,
              "ce_requestid",
              "r-1",
              "traceparent",
              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
      answer(TestRecords.event("forged\nline", black));
      assertThat(log.events())
          .filteredOn(event -> event.getLoggerName().equals(ImageClassifier.class.getName()))
          .extracting(event -> event.getContextData().toMap())
          .containsExactly(
              Map.of(
                  "record", "requests/0/0",
                  "request_id", "r-1",
                  "trace_id", "0af7651916cd43dd8448eb211c80319c"),
              Map.of("record", "requests/0/0"));
    }
  }

  @Test
  void readsAReferenceUnderAnAllowedPrefix() throws Exception {
    Path file = Files.write(images.resolve("red one.png"), RED);
    AnswerRecord answer =
        answer(TestRecords.event("a", null, "ce_dataref", file.toUri().toString()));
    assertThat(TestRecords.body(answer)).startsWith("{\"main_label\":\"Red\"");
  }

  @Test
  void readsNoImageOfARequestThatHasExpired() throws Exception {
    int expired = 10_000;
    String before = NOW.minusMillis(1).toString();
    byte[] noImage = "<html>".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < expired; i++) {
      harness.processElement(
          i % 2 == 0
              ? TestRecords.event("e-" + i, noImage, "ce_expirytime", before)
              : TestRecords.event(
                  "e-" + i, null, "ce_expirytime", before, "ce_dataref", "file:///etc/passwd"),
          0);
    }
    AnswerRecord fresh = answer(TestRecords.event("f", BLUE, "ce_expirytime", NOW.toString()));
    assertThat(harness.extractOutputValues().subList(0, expired))
        .allSatisfy(
            answer -> assertThat(TestRecords.header(answer, "ce_errorcode")).isEqualTo("EXPIRED"));
    assertThat(TestRecords.body(fresh)).startsWith("{\"main_label\":\"Blue\"");
    assertThat(FakeClassifier.RUNS).hasSize(1);
  }

  @Test
  void classifiesAnEqualImageOnceWhateverLabelsAreAskedFor() throws Exception {
    AnswerRecord first = answer(TestRecords.event("a", BLUE, "ce_topk", "1"));
    AnswerRecord second = answer(TestRecords.event("b", BLUE.clone(), "ce_topk", "2"));
    AnswerRecord other = answer(TestRecords.event("c", RED));
    assertThat(List.of(first, second, other))
        .extracting(answer -> TestRecords.header(answer, "ce_reused"))
        .containsExactly("", "true", "");
    assertThat(TestRecords.header(second, "ce_id")).isEqualTo("b");
    assertThat(TestRecords.body(second))
        .isEqualTo(
            """
            {"main_label":"Blue","main_score":1.0,"secondary_labels":[{"label":"Red","score":0.0}]}\
            """);
    assertThat(TestRecords.body(other)).startsWith("{\"main_label\":\"Red\"");
    assertThat(FakeClassifier.RUNS).hasSize(2);
  }

  @Test
  void answersOnlyWhatIsSureWhereThatIsAskedFor() throws Exception {
    byte[] magenta = TestRecords.picture(new Color(200, 0, 50));
    AnswerRecord sure = answer(TestRecords.event("a", magenta, "ce_floor", "0.8"));
    AnswerRecord unsure = answer(TestRecords.event("b", magenta, "ce_floor", "0.9"));
    AnswerRecord any = answer(TestRecords.event("c", magenta));
    assertThat(TestRecords.body(sure)).startsWith("{\"main_label\":\"Red\",\"main_score\":0.8,");
    assertThat(TestRecords.header(unsure, "ce_type"))
        .isEqualTo("io.labelstream.classification.failed.v1");
    assertThat(TestRecords.header(unsure, "ce_errorcode")).isEqualTo("UNDECIDED");
    assertThat(TestRecords.body(unsure))
        .isEqualTo(
            """
            {"type":"https://docs.img-processing.com/errors/validation-error",\
            "error":"Validation Error","status":422,"errors":["floor must be at most the score of\
             the best label: floor is 0.9, and Red has 0.8"]}\
            """);
    assertThat(TestRecords.header(any, "ce_reused"))
        .as("remembered all the same")
        .isEqualTo("true");
    assertThat(FakeClassifier.RUNS).hasSize(1);
  }

  /** What counts is what is read, not where. */
  @Test
  void classifiesAReferenceAgainOnceItsImageHasChanged() throws Exception {
    answer(TestRecords.bare(0, RED));
    Path file = Files.write(images.resolve("camera.png"), RED);
    String uri = file.toUri().toString();
    AnswerRecord equal = answer(TestRecords.event("a", null, "ce_dataref", uri));
    Files.write(file, BLUE);
    AnswerRecord changed = answer(TestRecords.event("b", null, "ce_dataref", uri));
    assertThat(TestRecords.header(equal, "ce_reused")).isEqualTo("true");
    assertThat(TestRecords.header(changed, "ce_reused")).isEmpty();
    assertThat(TestRecords.body(changed)).startsWith("{\"main_label\":\"Blue\"");
  }

  @Test
  void triesAgainWhatHasFailed() throws Exception {
    byte[] black = TestRecords.picture(Color.BLACK);
    for (int i = 0; i < 2; i++) {
      assertThat(TestRecords.header(answer(TestRecords.bare(i, black)), "ce_errorcode"))
          .isEqualTo("INFERENCE_FAILED");
    }
    assertThat(FakeClassifier.RUNS).hasSize(2);
  }

  @Test
  void classifiesEachImageIfNoneAreRemembered() throws Exception {
    OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> forgetful =
        harness(FakeClassifier::new, 0);
    forgetful.open();
    for (int i = 0; i < 3; i++) {
      forgetful.processElement(TestRecords.bare(i, RED), 0);
    }
    assertThat(forgetful.extractOutputValues())
        .hasSize(3)
        .extracting(answer -> TestRecords.header(answer, "ce_reused"))
        .containsOnly("");
    assertThat(FakeClassifier.RUNS).hasSize(3);
    forgetful.close();
  }

  @Test
  void answersWithTheModelWhoseTurnItIs() throws Exception {
    OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> switching =
        harness(ByTurns::open);
    switching.open();
    for (int i = 0; i < 3; i++) {
      switching.processElement(TestRecords.bare(i, i == 1 ? new byte[] {1} : BLUE), 0);
    }
    assertThat(switching.extractOutputValues())
        .extracting(
            answer -> TestRecords.header(answer, "ce_model"),
            answer -> TestRecords.header(answer, "ce_canary"),
            answer -> TestRecords.header(answer, "ce_type").contains("completed"))
        .containsExactly(
            tuple("model-1", "", true),
            tuple("model-2", "true", false),
            tuple("model-3", "", true));
    assertThat(ByTurns.SHOWN).as("whatever they hold").containsExactly(BLUE, new byte[] {1}, BLUE);
    switching.close();
  }

  /** Another model's name for each record. */
  private static final class ByTurns implements TaskModels, TaskModels.Current {

    static final List<byte[]> SHOWN = new ArrayList<>();

    private final ImageClassifier images;
    private int turn;

    private ByTurns(ImageClassifier images) {
      this.images = images;
    }

    static TaskModels open(TaskPlace place, ClassificationMetrics metrics) {
      SHOWN.clear();
      return new ByTurns(ImageClassifier.of(new FakeClassifier(), 0, metrics));
    }

    @Override
    public <T> T answer(Function<Current, T> work) {
      return work.apply(this);
    }

    @Override
    public boolean gainsByBatches() {
      return images.gainsByBatches();
    }

    @Override
    public Answering answering(Correlation request) {
      turn++;
      return new Answering(new AnsweringModel("model-" + turn, turn == 2), images);
    }

    @Override
    public void show(
        RequestRecord record, Correlation request, LabelOptions options, byte[] image) {
      SHOWN.add(image);
    }

    @Override
    public void close() {
      images.close();
    }
  }

  @Test
  void failsToOpenWithoutAModel() throws Exception {
    OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> broken =
        harness(
            () -> {
              throw new IOException("no compiled model in /nowhere");
            },
            10);
    assertThatThrownBy(broken::open).hasMessageContaining("no compiled model in /nowhere");
    broken.close();
  }

  private AnswerRecord answer(RequestRecord record) throws Exception {
    harness.processElement(record, 0);
    List<AnswerRecord> answers = harness.extractOutputValues();
    return answers.get(answers.size() - 1);
  }

  private OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness(
      ClassifierFactory classifiers, int reuseAnswers) throws Exception {
    return harness(ModelSource.fixed(classifiers, reuseAnswers));
  }

  private OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness(ModelSource models)
      throws Exception {
    List<URI> references = List.of(images.toUri());
    return new OneInputStreamOperatorTestHarness<>(
        new StreamMap<>(
            new ClassifyFunction(
                new ClassifyTaskFactory(
                    models,
                    references,
                    Duration.ofSeconds(10),
                    Destinations.fixed("results", 1_000_000),
                    List.of(),
                    Clock.fixed(NOW, ZoneOffset.UTC)))));
  }
}
