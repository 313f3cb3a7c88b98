package io.labelstream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.RequestRecord;
import io.labelstream.processes.NativeMemory;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.LoopbackFlink;
import java.awt.Color;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobResourceRequirements;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real model in a Flink of one TaskManager, whose tasks go and come again. */
@EnabledOnOs(OS.LINUX)
class WarmModelIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Of the model's 100 MB of weights alone, to which its kernels come. */
  private static final long MODEL = 80_000_000;

  private final InMemoryReporter metrics = InMemoryReporter.create();
  private MiniCluster flink;
  private JobGraph job;

  @BeforeEach
  void start() throws Exception {
    Configuration configuration = LoopbackFlink.configuration(0);
    configuration.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Adaptive);
    configuration.set(
        JobManagerOptions.SCHEDULER_EXECUTING_COOLDOWN_AFTER_RESCALING, Duration.ZERO);
    configuration.set(
        JobManagerOptions.SCHEDULER_EXECUTING_RESOURCE_STABILIZATION_TIMEOUT, Duration.ZERO);
    metrics.addToConfiguration(configuration);
    flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
    flink.start();
    FragileSink.ANSWERED.set(0);
    Settings settings =
        Settings.read(
            Scope.JOB,
            List.of(
                "--parallelism=2",
                "--precision=fp32",
                "--model-linger=1h",
                "--model=" + System.getProperty("labelstream.model", "")),
            Map.of());
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(ClassificationJob.configuration(settings));
    byte[] red = TestRecords.picture(Color.RED);
    ClassificationJob.define(
        environment,
        settings,
        new DataGeneratorSource<>(
            offset -> TestRecords.bare(offset, red),
            Long.MAX_VALUE,
            RateLimiterStrategy.perSecond(100),
            TypeInformation.of(RequestRecord.class)),
        new FragileSink(),
        ClassificationJob.classifiers(settings),
        Destinations.fixed("results", 1_000_000));
    job = environment.getStreamGraph().getJobGraph();
  }

  @AfterEach
  void stop() {
    flink.closeAsync().join();
  }

  @Test
  void isThereForTasksThatComeAgainAndGoneWithTheJob() throws Exception {
    JobID id = flink.submitJob(job).get().getJobID();
    await().atMost(TIMEOUT).until(() -> FragileSink.ANSWERED.get() > 0);
    assertThat(Collections.max(loadTimes(id))).as("at first").isPositive();
    long loaded = NativeMemory.residentBytes();

    FragileSink.BREAK.set(true);
    await("a failover").atMost(TIMEOUT).until(() -> loadTimes(id), List.of(0L, 0L)::equals);
    assertThat(FragileSink.BREAK).isFalse();

    // Fewer, since a task more than the source has splits would end at once.
    flink
        .updateJobResourceRequirements(
            id,
            new JobResourceRequirements.Builder()
                .setParallelismForJobVertex(job.getVertices().iterator().next().getID(), 1, 1)
                .build())
        .get();
    await("a rescale").atMost(TIMEOUT).until(() -> loadTimes(id), List.of(0L)::equals);

    flink.cancelJob(id).get();
    await().atMost(TIMEOUT).until(() -> flink.getJobStatus(id).get() == JobStatus.CANCELED);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(NativeMemory.residentBytes()).isLessThan(loaded - MODEL));
  }

  private List<Long> loadTimes(JobID id) {
    return metrics.findMetrics(id, "modelLoadTimeMillis").values().stream()
        .map(gauge -> (Long) ((Gauge<?>) gauge).getValue())
        .toList();
  }

  /** Counts answers, and fails once when it is told to. */
  private static final class FragileSink implements Sink<AnswerRecord> {

    private static final long serialVersionUID = 1;
    private static final AtomicBoolean BREAK = new AtomicBoolean();
    private static final AtomicLong ANSWERED = new AtomicLong();

    @Override
    public SinkWriter<AnswerRecord> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(AnswerRecord answer, Context writing) throws IOException {
          if (BREAK.compareAndSet(true, false)) {
            throw new IOException("told to fail");
          }
          ANSWERED.incrementAndGet();
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
