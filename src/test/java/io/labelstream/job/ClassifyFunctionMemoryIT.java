package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.processes.NativeMemory;
import io.labelstream.registry.ModelSource;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.ModelClassifierFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A task that is restarted again and again gives all of its native memory back. */
@Tag("long")
class ClassifyFunctionMemoryIT {

  private static final int ROUNDS = 200;
  private static final int SETTLED = 40;

  @Test
  @EnabledOnOs(OS.LINUX)
  void residentMemoryStaysLevelOverTwoHundredRounds() throws Exception {
    byte[] photograph =
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    long settled = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      openAnswerClose(photograph);
      if (round == SETTLED) {
        settled = NativeMemory.residentBytes();
      }
    }
    long end = NativeMemory.residentBytes();
    System.out.printf(
        "resident memory outside the heap: %,d bytes after %d rounds, %,d after %d%n",
        settled, SETTLED, end, ROUNDS);
    assertThat(end).isLessThan(settled + settled / 10);
  }

  private static void openAnswerClose(byte[] photograph) throws Exception {
    String model = System.getProperty("labelstream.model", "");
    OneInputStreamOperatorTestHarness<RequestRecord, AnswerRecord> harness =
        new OneInputStreamOperatorTestHarness<>(
            new StreamMap<>(
                new ClassifyFunction(
                    new ClassifyTaskFactory(
                        ModelSource.fixed(
                            new ModelClassifierFactory(
                                model, PrecisionChoice.FP32, EngineChoice.TENSORFLOW),
                            1000),
                        List.of(),
                        Duration.ofSeconds(10),
                        Destinations.fixed("results", 1_000_000),
                        List.of(),
                        Clock.systemUTC()))));
    harness.open();
    harness.processElement(TestRecords.bare(0, photograph), 0);
    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(
            answer -> assertThat(TestRecords.body(answer)).contains("\"Drilling Platform\""));
    harness.close();
  }
}
