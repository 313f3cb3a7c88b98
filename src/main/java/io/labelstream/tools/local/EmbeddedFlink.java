package io.labelstream.tools.local;

import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.ActorClock;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.LoopbackFlink;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster of one process with its web UI, and the job on it. */
final class EmbeddedFlink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

  /** The id is the same at each start, so that the checkpoints of all starts are in one folder. */
  private static final JobID FIRST_JOB =
      JobID.fromByteArray("labelstream-main".getBytes(StandardCharsets.US_ASCII));

  private final MiniCluster cluster;
  private volatile @Nullable JobID job;

  private EmbeddedFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts an empty cluster with a slot for each task. */
  static EmbeddedFlink start(int port, int slots, DataDirectory data) throws Exception {
    Configuration configuration = LoopbackFlink.configuration(port, data.flinkSecret());
    configuration.set(CoreOptions.TMP_DIRS, data.temporary().toString());
    configuration.set(WebOptions.LOG_PATH, data.log().toString());
    // No state backend here uses managed memory.
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
    ActorClock.slowDown();
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new EmbeddedFlink(cluster);
  }

  /**
   * Submits the job, which must have ended if it has been submitted before.
   *
   * @param from the checkpoint or savepoint from which it goes on
   */
  void submit(Settings settings, Path checkpoints, SavepointRestoreSettings from)
      throws ExecutionException, InterruptedException {
    Configuration configuration = ClassificationJob.configuration(settings);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    ClassificationJob.define(environment, settings);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(settings.get(JobSettings.JOB_NAME));
    // Flink does not take the id of a job that has ended.
    JobID id = job == null ? FIRST_JOB : new JobID();
    JobGraph jobGraph = graph.getJobGraph(EmbeddedFlink.class.getClassLoader(), id);
    jobGraph.setSavepointRestoreSettings(from);
    cluster.submitJob(jobGraph).get();
    job = id;
  }

  /**
   * Waits until every task runs; a task runs when it has loaded its model.
   *
   * @throws SandboxException if the job fails instead, is ended, or takes longer
   */
  void awaitRunning(Duration timeout) throws IOException, ExecutionException, InterruptedException {
    Deadline.in(timeout).await("the job (see the log) did not run", this::allTasksRun);
  }

  private boolean allTasksRun() throws IOException, ExecutionException, InterruptedException {
    AccessExecutionGraph graph = cluster.getExecutionGraph(submitted()).get();
    ErrorInfo failure = graph.getFailureInfo();
    if (failure != null) {
      throw new SandboxException(
          "the job failed: " + rootMessage(failure.getException()), failure.getException());
    }
    if (graph.getState().isGloballyTerminalState()) {
      throw new SandboxException("the job was ended through Flink while it started");
    }
    // Before the job master has set the job up, it has no tasks at all.
    return graph.getState() == JobStatus.RUNNING
        && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
            .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
  }

  /** Waits until the job has ended, and returns its state; empty if Flink ended before it. */
  Optional<JobStatus> awaitEnd() throws ExecutionException, InterruptedException {
    return cluster.requestJobResult(submitted()).get().getJobStatus();
  }

  /** The URI of the last savepoint of the job, which may have ended. */
  Optional<String> lastSavepoint() throws ExecutionException, InterruptedException {
    return Optional.ofNullable(
            cluster.getExecutionGraph(submitted()).get().getCheckpointStatsSnapshot())
        .map(statistics -> statistics.getHistory().getLatestSavepoint())
        .map(CompletedCheckpointStats::getExternalPath);
  }

  private JobID submitted() {
    JobID id = job;
    if (id == null) {
      throw new IllegalStateException("no job has been submitted");
    }
    return id;
  }

  @Override
  public void close() {
    try {
      JobID id = job;
      if (id != null) {
        // After the next start, no request needs to be answered again.
        await(cluster.triggerCheckpoint(id, CheckpointType.DEFAULT));
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("No checkpoint before the end: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      await(cluster.closeAsync());
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Flink did not end cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CompletableFuture<?> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    future.get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = ExceptionUtils.getRootCause(failure);
    // An exception of a task comes serialised, with its class name before its message.
    String message = root.getMessage();
    return message == null
        ? root.toString()
        : message.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
  }
}
