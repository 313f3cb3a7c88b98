package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.labelstream.registry.TaskModels.Answering;
import io.labelstream.rest.CapturedLog;
import io.labelstream.vision.Precision;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyBatchesOperatorTest {

  private static final byte[] RED = TestRecords.picture(Color.RED);
  private static final byte[] GREEN = TestRecords.picture(Color.GREEN);
  private static final byte[] BLUE = TestRecords.picture(Color.BLUE);
  private static final byte[] BLACK = TestRecords.picture(Color.BLACK);
  private static final byte[] MAGENTA = TestRecords.picture(Color.MAGENTA);

  @TempDir private Path images;

  private OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness;
  private int sent;

  @BeforeEach
  void open() throws Exception {
    FakeClassifier.RUNS.clear();
    harness = harness(ModelSource.fixed(() -> new FakeClassifier(Precision.INT8), 10));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(FakeClassifier.OPEN).hasValue(0);
  }

  @Test
  void answersFourRecordsThatWaitByOneRun() throws Exception {
    send(RED, BLUE, GREEN);
    assertThat(harness.extractOutputValues()).isEmpty();
    send(MAGENTA);
    assertThat(labels()).containsExactly("Red", "Blue", "Green", "Red");
    assertThat(harness.extractOutputValues())
        .extracting(answer -> TestRecords.header(answer, "ce_id"))
        .containsExactly("requests/0/0", "requests/0/1", "requests/0/2", "requests/0/3");
    assertThat(FakeClassifier.RUNS).containsExactly(4);
  }

  /** In fp32 a run on several takes as long as those on each. */
  @Test
  void holdsNothingThatWouldGainNothing() throws Exception {
    harness.close();
    harness = harness(ModelSource.fixed(FakeClassifier::new, 10));
    harness.open();
    send(RED, BLUE);
    assertThat(labels()).containsExactly("Red", "Blue");
    assertThat(FakeClassifier.RUNS).containsExactly(1, 1);
  }

  @Test
  void neitherHoldsAnImageByReferenceNorOthersForIt() throws Exception {
    String file = Files.write(images.resolve("green.png"), GREEN).toUri().toString();
    send(RED, BLUE);
    harness.processElement(TestRecords.event("a", null, "ce_dataref", file), 0);
    assertThat(labels()).containsExactly("Red", "Blue", "Green");
    assertThat(FakeClassifier.RUNS).containsExactly(2, 1);
  }

  @Test
  void runsEachModelOnTheRecordsOfItsTurn() throws Exception {
    harness.close();
    harness = harness((place, metrics) -> byTurns(metrics));
    harness.open();
    send(RED, BLUE, GREEN, MAGENTA);
    assertThat(labels()).containsExactly("Red", "Blue", "Green", "Red");
    assertThat(harness.extractOutputValues())
        .extracting(answer -> TestRecords.header(answer, "ce_model"))
        .containsExactly("model-0", "model-1", "model-0", "model-1");
    assertThat(FakeClassifier.RUNS).containsExactly(2, 2);
  }

  /** Two models, each of which answers every second record. */
  private static TaskModels byTurns(ClassificationMetrics metrics) {
    List<ImageClassifier> models =
        List.of(
            ImageClassifier.of(new FakeClassifier(Precision.INT8), 0, metrics),
            ImageClassifier.of(new FakeClassifier(Precision.INT8), 0, metrics));
    AtomicInteger turns = new AtomicInteger();
    return new Chosen(
        models,
        () -> {
          int model = turns.getAndIncrement() % models.size();
          return new Answering(AnsweringModel.primary("model-" + model), models.get(model));
        });
  }

  /**
   * Models that gain by batches.
   *
   * @param models all of them
   * @param next gives the one that answers the next record
   */
  private record Chosen(List<ImageClassifier> models, Supplier<Answering> next)
      implements TaskModels, TaskModels.Current {

    @Override
    public <T> T answer(Function<Current, T> work) {
      return work.apply(this);
    }

    @Override
    public Answering answering(Correlation request) {
      return next.get();
    }

    @Override
    public boolean gainsByBatches() {
      return true;
    }

    @Override
    public void show(
        RequestRecord record, Correlation request, LabelOptions options, byte[] image) {}

    @Override
    public void close() {
      models.forEach(ImageClassifier::close);
    }
  }

  @Test
  void answersFewerOnceNoMoreCome() throws Exception {
    send(RED, BLUE);
    harness.setProcessingTime(1);
    assertThat(labels()).containsExactly("Red", "Blue");
    send(GREEN);
    harness.setProcessingTime(2);
    assertThat(labels()).containsExactly("Red", "Blue", "Green");
    assertThat(FakeClassifier.RUNS).containsExactly(2, 1);
  }

  /** Else the fifth record would not wait for those behind it. */
  @Test
  void forgetsTheTimeOfABatchThatIsFull() throws Exception {
    send(RED, BLUE, GREEN, MAGENTA);
    assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isZero();
  }

  @Test
  void holdsNoMoreThanAFewMegabytes() throws Exception {
    send(RED, new byte[5_000_000]);
    assertThat(codes()).containsExactly("", "UNSUPPORTED_FORMAT");
    send(BLUE, GREEN, MAGENTA);
    assertThat(codes()).hasSize(2);
  }

  @Test
  void holdsNothingOverACheckpoint() throws Exception {
    send(RED, BLUE);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(labels()).containsExactly("Red", "Blue");
  }

  @Test
  void answersWhatIsLeftAtTheEnd() throws Exception {
    send(RED);
    harness.endInput();
    harness.getOperator().finish();
    assertThat(labels()).containsExactly("Red");
  }

  @Test
  void answersEachByItselfWhateverTheOthersHold() throws Exception {
    send(RED, TestRecords.truncated(GREEN), BLUE);
    harness.processElement(TestRecords.event("a", GREEN, "ce_topk", "0"), 0);
    harness.processElement(
        TestRecords.event("b", GREEN, "ce_expirytime", "2020-01-02T03:04:05Z"), 0);
    send(GREEN);
    harness.setProcessingTime(1);
    assertThat(codes())
        .containsExactly("", "UNDECODABLE_IMAGE", "", "INVALID_OPTION", "EXPIRED", "");
    assertThat(labels()).contains("Red", "Blue", "Green");
    assertThat(FakeClassifier.RUNS).containsExactly(2, 1);
  }

  @Test
  void runsEachAloneWhereTheModelFailsOnOneOfThem() throws Exception {
    send(RED, BLACK, GREEN, MAGENTA);
    assertThat(codes()).containsExactly("", "INFERENCE_FAILED", "", "");
    send(BLUE);
    harness.setProcessingTime(1);
    assertThat(codes()).containsExactly("", "INFERENCE_FAILED", "", "", "");
    assertThat(FakeClassifier.RUNS).containsExactly(4, 1, 1, 1, 1, 1);
  }

  @Test
  void logsWhichRecordOfTheBatchAFailureIsAbout() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      send(RED, BLACK, GREEN, MAGENTA);
      assertThat(log.events())
          .filteredOn(event -> event.getLoggerName().equals(ImageClassifier.class.getName()))
          .extracting(event -> event.getContextData().toMap())
          .containsExactly(Map.of("record", "requests/0/1", "request_id", "requests/0/1"));
    }
  }

  @Test
  void classifiesAnImageOnceThatABatchHasTwice() throws Exception {
    send(RED, BLUE, RED.clone(), RED);
    assertThat(labels()).containsExactly("Red", "Blue", "Red", "Red");
    assertThat(harness.extractOutputValues())
        .extracting(answer -> TestRecords.header(answer, "ce_reused"))
        .containsExactly("", "", "true", "true");
    assertThat(FakeClassifier.RUNS).containsExactly(2);
  }

  @Test
  void answersImagesThatAreForgottenBeforeTheBatchIsFull() throws Exception {
    harness.close();
    harness = harness(ModelSource.fixed(() -> new FakeClassifier(Precision.INT8), 1));
    harness.open();
    send(RED, BLUE, RED, GREEN);
    assertThat(labels()).containsExactly("Red", "Blue", "Red", "Green");
    assertThat(FakeClassifier.RUNS).containsExactly(4);
  }

  /** Flink tells of a timer's failure and goes on for a while, even to the next checkpoint. */
  @Test
  void letsNoCheckpointPassOnceAnswersHaveFailed() throws Exception {
    OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> broken =
        harness(
            (place, metrics) ->
                new Chosen(
                    List.of(),
                    () -> {
                      throw new IllegalStateException("out of order");
                    }));
    broken.open();
    broken.setProcessingTime(0);
    broken.processElement(TestRecords.bare(0, RED), 0);
    assertThatThrownBy(() -> broken.setProcessingTime(1)).hasStackTraceContaining("out of order");
    assertThatThrownBy(() -> broken.prepareSnapshotPreBarrier(1))
        .hasMessageContaining("have failed");
    broken.getOperator().close();
  }

  @Test
  void triesAgainAnImageOnWhichTheModelFailedTwiceInABatch() throws Exception {
    send(BLACK, BLACK, BLACK, BLACK);
    assertThat(codes()).containsOnly("INFERENCE_FAILED").hasSize(4);
    send(BLACK);
    harness.setProcessingTime(1);
    assertThat(FakeClassifier.RUNS).containsExactly(1, 1);
  }

  private OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness(ModelSource models)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ClassifyBatchesOperator(
            new ClassifyTaskFactory(
                models,
                List.of(images.toUri()),
                Duration.ofSeconds(10),
                Destinations.fixed("results", 1_000_000),
                List.of(),
                Clock.systemUTC())));
  }

  private void send(byte[]... images) throws Exception {
    for (byte[] image : images) {
      harness.processElement(TestRecords.bare(sent++, image), 0);
    }
  }

  private List<String> labels() {
    return harness.extractOutputValues().stream()
        .map(answer -> TestRecords.body(answer).replaceAll(".*\"main_label\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  private List<String> codes() {
    return harness.extractOutputValues().stream()
        .map(answer -> TestRecords.header(answer, "ce_errorcode"))
        .toList();
  }
}
