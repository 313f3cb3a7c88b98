package io.labelstream.stack;

import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.LoopbackFlink;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** A Flink with options of Flink's own, for the real job. */
final class TestFlink implements AutoCloseable {

  private final MiniCluster cluster;
  private @Nullable JobID job;

  private TestFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  static TestFlink start(int slots, Map<String, String> options) throws Exception {
    Configuration configuration = LoopbackFlink.configuration(0);
    options.forEach(configuration::setString);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new TestFlink(cluster);
  }

  /** Whether the job has been started anew since it was submitted. */
  boolean hasRestarted() throws Exception {
    return cluster
            .getExecutionGraph(Objects.requireNonNull(job, "no job was submitted"))
            .get()
            .getStatusTimestamp(JobStatus.RESTARTING)
        > 0;
  }

  /** Stops the job and returns the savepoint that it leaves in a folder. */
  String stopJob(Path savepoints) throws Exception {
    return cluster
        .stopWithSavepoint(
            Objects.requireNonNull(job, "no job was submitted"),
            savepoints.toUri().toString(),
            false,
            SavepointFormatType.CANONICAL)
        .get();
  }

  void submit(Settings settings, SavepointRestoreSettings from) throws Exception {
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(ClassificationJob.configuration(settings));
    ClassificationJob.define(environment, settings);
    StreamGraph graph = environment.getStreamGraph();
    graph.setSavepointRestoreSettings(from);
    job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
  }

  /** As if its machine were lost. */
  void replaceTaskManager() throws Exception {
    cluster.terminateTaskManager(0).get();
    cluster.startTaskManager();
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
