package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.registry.ModelSource;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.ModelClassifierFactory;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a task saves, with the real model, in processor time of the whole process. */
@Tag("long")
class UnnecessaryWorkIT {

  private static final int RECORDS = 300;
  private static final int EXPIRED = 10_000;
  private static final int HASHES = 2_000;

  private static OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness;
  private static byte[] photograph;
  private static int images;

  /** Processor time of one photograph of a feed of which no two are equal, in nanoseconds. */
  private static double different;

  @BeforeAll
  static void start() throws Exception {
    photograph = Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new StreamMap<>(
                new ClassifyFunction(
                    new ClassifyTaskFactory(
                        ModelSource.fixed(
                            new ModelClassifierFactory(
                                System.getProperty("labelstream.model", ""),
                                PrecisionChoice.INT8,
                                EngineChoice.TENSORFLOW),
                            1_000),
                        List.of(),
                        Duration.ofSeconds(10),
                        Destinations.fixed("results", 1_000_000),
                        List.of(),
                        Clock.systemUTC()))));
    harness.open();
    for (int i = 0; i < RECORDS / 3; i++) {
      answer(TestRecords.bare(i, another()));
    }
    different = nanosEach(RECORDS, i -> answer(TestRecords.bare(i, another())));
    System.out.printf("a photograph: %.2f ms of processor time%n", different / 1e6);
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @Test
  void aFeedOfNineEqualImagesInTenTakesAFifthAtMost() throws Exception {
    answer(TestRecords.bare(0, photograph));
    int[] reused = new int[1];
    double still =
        nanosEach(
            RECORDS,
            i -> {
              AnswerRecord answer =
                  answer(TestRecords.bare(i, i % 10 == 0 ? another() : photograph));
              reused[0] += TestRecords.header(answer, "ce_reused").equals("true") ? 1 : 0;
            });
    System.out.printf("reused_over_different: %.1f%n", different / still);
    assertThat(reused[0]).isEqualTo(RECORDS * 9 / 10);
    assertThat(different / still).isGreaterThan(5);
  }

  @Test
  void anExpiredRequestTakesAFiftiethAtMost() throws Exception {
    int[] expired = new int[1];
    Step step =
        i -> {
          AnswerRecord answer =
              answer(
                  TestRecords.event("e-" + i, photograph, "ce_expirytime", "2026-01-02T03:04:05Z"));
          expired[0] += TestRecords.header(answer, "ce_errorcode").equals("EXPIRED") ? 1 : 0;
        };
    // The compilers' time is among that of the first ones.
    double first = nanosEach(EXPIRED, step);
    double next = nanosEach(EXPIRED, step);
    System.out.printf(
        "expired_over_different: %.5f, %.5f of the next%n", first / different, next / different);
    assertThat(expired[0]).isEqualTo(2 * EXPIRED);
    assertThat(next / different).isLessThan(1 / 50.0);
  }

  @Test
  void hashingTakesAHundredthAtMost() throws Exception {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    byte[] image = new byte[125_000];
    nanosEach(HASHES, i -> sha256.digest(image));
    double hash = nanosEach(HASHES, i -> sha256.digest(image));
    System.out.printf("hash_of_125_kb_over_different: %.5f%n", hash / different);
    assertThat(hash / different).isLessThan(1 / 100.0);
  }

  /** The photograph with a number behind its end marker, where no decoder looks. */
  private static byte[] another() {
    return ByteBuffer.allocate(photograph.length + Integer.BYTES)
        .put(photograph)
        .putInt(images++)
        .array();
  }

  private static AnswerRecord answer(RequestRecord record) throws Exception {
    harness.processElement(record, 0);
    AnswerRecord answer = harness.extractOutputValues().get(0);
    harness.getOutput().clear();
    return answer;
  }

  private interface Step {
    void run(int number) throws Exception;
  }

  private static double nanosEach(int count, Step step) throws Exception {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = process.getProcessCpuTime();
    for (int i = 0; i < count; i++) {
      step.run(i);
    }
    return (process.getProcessCpuTime() - start) / (double) count;
  }
}
