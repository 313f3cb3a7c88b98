package io.labelstream.job;

import io.labelstream.inference.FakeClassifier;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job of one task between the topics of a real broker, with a classifier that needs no model. */
final class BrokerJob implements AutoCloseable {

  static final String REQUESTS = "requests";
  static final String RESULTS = "results";

  /** Shared with the tasks, which get a copy of everything else. */
  private static final AtomicInteger STARTS = new AtomicInteger();

  private final JobClient client;

  /**
   * Makes the topics, unless they are there, and starts a job.
   *
   * @param topicsFrom where the topics are made
   */
  BrokerJob(String topicsFrom, String bootstrapServers, String... more) throws Exception {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--bootstrap-servers=" + bootstrapServers,
                "--requests-topic=" + REQUESTS,
                "--results-topic=" + RESULTS,
                "--checkpoint-interval=200ms",
                "--parallelism=1"));
    flags.addAll(List.of(more));
    Settings settings = Settings.read(Scope.JOB, flags, Map.of());
    Topics.prepare(topicsFrom, settings, 1);
    STARTS.set(0);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(
            ClassificationJob.configuration(settings));
    ClassificationJob.define(
        environment,
        settings,
        KafkaEndpoints.source(settings),
        KafkaEndpoints.sink(settings),
        () -> {
          STARTS.incrementAndGet();
          return new FakeClassifier();
        },
        KafkaEndpoints.destinations(settings));
    client = environment.executeAsync("broker job");
  }

  /** How often its task has been started. */
  int starts() {
    return STARTS.get();
  }

  /** How many of its checkpoints have been completed and have failed. */
  CheckpointStatsCounts checkpoints(MiniCluster cluster) throws Exception {
    return cluster
        .getExecutionGraph(client.getJobID())
        .get(10, TimeUnit.SECONDS)
        .getCheckpointStatsSnapshot()
        .getCounts();
  }

  JobStatus status() throws Exception {
    return client.getJobStatus().get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    client.cancel().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
