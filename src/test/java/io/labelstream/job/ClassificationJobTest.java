package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.event.RequestRecord;
import io.labelstream.inference.FakeClassifier;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.vision.Precision;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationJobTest {

  private static final int TASKS = 2;

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(TASKS)
              .build());

  private final Settings settings = settings("latency");

  /** What Flink's command line prints the message of, and no more. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--kafka.security.protocol=BAD",
        "--kafka.consumer.fetch.max.wait.ms=soon",
        "--kafka.producer.delivery.timeout.ms=1",
        "--no-such-setting=1"
      })
  void saysInASentenceWhatIsWrongWithItsSettings(String flag) {
    assertThatThrownBy(() -> ClassificationJob.main(new String[] {flag}))
        .isInstanceOf(ProgramParametrizationException.class)
        .message()
        .hasLineCount(1)
        .doesNotContain("Exception");
  }

  @Test
  void wakesNoTaskForTheTimeOfEvents() {
    assertThat(
            ClassificationJob.configuration(settings).get(PipelineOptions.AUTO_WATERMARK_INTERVAL))
        .isZero();
  }

  @Test
  void exactlyOnceNeedsAProducerThatRepeatsNothing() {
    Settings exactlyOnce =
        Settings.read(
            Scope.JOB,
            List.of(
                "--delivery-guarantee=exactly-once", "--kafka.producer.enable.idempotence=false"),
            Map.of());
    assertThatThrownBy(() -> JobChecks.checkKafka(exactlyOnce))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("transactional.id");
    JobChecks.checkKafka(
        Settings.read(Scope.JOB, List.of("--kafka.producer.enable.idempotence=false"), Map.of()));
  }

  private static Settings settings(String optimization) {
    return Settings.read(
        Scope.JOB, List.of("--parallelism=" + TASKS, "--optimize-for=" + optimization), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"latency", "throughput"})
  void answersEachRecordOnceInOneChainedTask(String optimization) throws Exception {
    Settings settings = settings(optimization);
    byte[] red = TestRecords.picture(Color.RED);
    DataGeneratorSource<RequestRecord> source =
        new DataGeneratorSource<>(
            offset -> TestRecords.bare(offset, offset % 5 == 0 ? new byte[] {1} : red),
            1000,
            TypeInformation.of(RequestRecord.class));
    try (CollectingSink sink = new CollectingSink()) {
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(
              ClassificationJob.configuration(settings));
      ClassificationJob.define(
          environment,
          settings,
          source,
          sink,
          () -> new FakeClassifier(Precision.INT8),
          Destinations.fixed("results", 1_000_000));
      assertThat(environment.getStreamGraph(false).getJobGraph().getNumberOfVertices())
          .isEqualTo(1);
      environment.execute("test");
      assertThat(sink.answers())
          .extracting(answer -> TestRecords.header(answer, "ce_id"))
          .hasSize(1000)
          .doesNotHaveDuplicates();
      assertThat(sink.answers())
          .filteredOn(answer -> TestRecords.body(answer).contains("\"status\":422"))
          .hasSize(200);
      assertThat(sink.answers())
          .as("each task classifies the picture once")
          .filteredOn(answer -> TestRecords.header(answer, "ce_reused").equals("true"))
          .hasSize(800 - TASKS);
    }
    assertThat(FakeClassifier.OPEN).hasValue(0);
  }
}
