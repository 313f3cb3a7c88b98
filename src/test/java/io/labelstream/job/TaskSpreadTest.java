package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.RequestRecord;
import io.labelstream.inference.FakeClassifier;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.awt.Color;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two tasks, and a source most of whose records are in one of its splits. */
class TaskSpreadTest {

  private static final int TASKS = 2;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final byte[] RED = TestRecords.picture(Color.RED);

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(TASKS)
              .build());

  /** How many each task has classified; shared with the tasks, which get a copy of all else. */
  private static final Queue<AtomicInteger> CLASSIFIED = new ConcurrentLinkedQueue<>();

  @TempDir private Path folder;

  @BeforeEach
  void forget() {
    CLASSIFIED.clear();
    FakeClassifier.RUNS.clear();
  }

  /**
   * By partitions one of the tasks would have a tenth at the most. How even it is beyond that
   * depends on what else the machine does.
   */
  @Test
  void bothTasksClassifyWhereOnePartitionHasMost() throws Exception {
    try (CollectingSink sink = new CollectingSink()) {
      run(sink, source(900, 50, 50), SlowClassifier::new);
      assertThat(sink.answers())
          .extracting(answer -> TestRecords.header(answer, "ce_id"))
          .hasSize(1000)
          .doesNotHaveDuplicates();
    }
    assertThat(CLASSIFIED)
        .hasSize(TASKS)
        .allSatisfy(count -> assertThat(count.get()).isGreaterThan(200));
  }

  /** However small they are, no more than a few records wait for a task that takes its time. */
  @ParameterizedTest
  @CsvSource({"20, 20", "200, 4"})
  void recordsGoToTheOtherTaskWhileOneIsBusy(int pixels, int waiting) throws Exception {
    byte[] image = TestRecords.noise(pixels);
    BusyClassifier.reset(1000 - waiting);
    try (CollectingSink sink = new CollectingSink()) {
      run(
          sink,
          new UnevenSource(offset -> TestRecords.bare(offset, image), 1000),
          BusyClassifier::new);
      assertThat(sink.answers()).hasSize(1000);
    }
    assertThat(BusyClassifier.OTHERS_CLASSIFIED.getCount()).isZero();
    assertThat(CLASSIFIED)
        .extracting(AtomicInteger::get)
        .satisfiesOnlyOnce(count -> assertThat(count).isLessThanOrEqualTo(waiting));
  }

  @ParameterizedTest
  @CsvSource({
    "--spread=partitions, --spread=tasks",
    "--spread=tasks, --spread=partitions",
    "--optimize-for=latency, --optimize-for=throughput",
    "--optimize-for=throughput, --optimize-for=latency"
  })
  void goesOnFromASavepointOfTheOtherSetting(String before, String after) throws Exception {
    try (CollectingSink sink = new CollectingSink()) {
      JobClient job = submit(sink, source(900, 50, 50), SlowClassifier::new, before, "");
      await().atMost(TIMEOUT).until(() -> sink.answers().size() > 100);
      String savepoint =
          job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
              .get(1, TimeUnit.MINUTES);
      assertThat(sink.answers()).hasSizeLessThan(1000);
      submit(sink, source(900, 50, 50), SlowClassifier::new, after, savepoint)
          .getJobExecutionResult()
          .get(1, TimeUnit.MINUTES);
      assertThat(sink.answers())
          .extracting(answer -> TestRecords.header(answer, "ce_id"))
          .hasSize(1000)
          .doesNotHaveDuplicates();
      boolean batches = (before + after).contains("throughput");
      assertThat(FakeClassifier.RUNS).allMatch(images -> images <= (batches ? 4 : 1));
      assertThat(FakeClassifier.RUNS.contains(4)).isEqualTo(batches);
    }
  }

  private static Source<RequestRecord, ?, ?> source(int... sizes) {
    return new UnevenSource(offset -> TestRecords.bare(offset, RED), sizes);
  }

  private static void run(
      CollectingSink sink, Source<RequestRecord, ?, ?> source, ClassifierFactory classifiers)
      throws Exception {
    submit(sink, source, classifiers, "--spread=tasks", "")
        .getJobExecutionResult()
        .get(1, TimeUnit.MINUTES);
  }

  private static JobClient submit(
      CollectingSink sink,
      Source<RequestRecord, ?, ?> source,
      ClassifierFactory classifiers,
      String setting,
      String savepoint)
      throws Exception {
    Settings settings =
        Settings.read(
            Scope.JOB,
            // The images are equal, and each is to be classified.
            List.of("--parallelism=" + TASKS, setting, "--reuse-answers=0"),
            Map.of());
    Configuration configuration = ClassificationJob.configuration(settings);
    if (!savepoint.isEmpty()) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    ClassificationJob.define(
        environment, settings, source, sink, classifiers, Destinations.fixed("results", 1_000_000));
    return environment.executeAsync("spread");
  }

  /** Takes a while for each, so that a source is ahead of its tasks. */
  private static class SlowClassifier implements Classifier {

    private final FakeClassifier classifier = new FakeClassifier(Precision.INT8);
    private final AtomicInteger classified = new AtomicInteger();

    SlowClassifier() {
      CLASSIFIED.add(classified);
    }

    @Override
    public ModelManifest manifest() {
      return classifier.manifest();
    }

    @Override
    public float[] probabilities(ImageTensor images) {
      LockSupport.parkNanos(1_000_000);
      classified.addAndGet(images.batch());
      return classifier.probabilities(images);
    }

    @Override
    public void close() {
      classifier.close();
    }
  }

  /** Of the tasks, the first to get a record keeps it until the others have had most of them. */
  private static final class BusyClassifier implements Classifier {

    private static final AtomicBoolean TAKEN = new AtomicBoolean();
    private static CountDownLatch OTHERS_CLASSIFIED = new CountDownLatch(0);

    private final SlowClassifier classifier = new SlowClassifier();
    private boolean busy;

    static void reset(int others) {
      TAKEN.set(false);
      OTHERS_CLASSIFIED = new CountDownLatch(others);
    }

    @Override
    public ModelManifest manifest() {
      return classifier.manifest();
    }

    @Override
    public float[] probabilities(ImageTensor image) {
      if (TAKEN.compareAndSet(false, true)) {
        busy = true;
        awaitOthers();
      } else if (!busy) {
        OTHERS_CLASSIFIED.countDown();
      }
      return classifier.probabilities(image);
    }

    private static void awaitOthers() {
      try {
        // In vain if what they are to classify waits here.
        boolean unused = OTHERS_CLASSIFIED.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      classifier.close();
    }
  }
}
