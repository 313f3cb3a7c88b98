package io.labelstream.local;

import io.labelstream.config.JobSettings;
import io.labelstream.job.ClassificationJob;
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
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster of one process with its web UI, and the job on it. */
final class EmbeddedFlink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

  /** The same at each start, so that the checkpoints of all starts are in one folder. */
  private static final JobID JOB_ID =
      JobID.fromByteArray("labelstream-main".getBytes(StandardCharsets.US_ASCII));

  private final MiniCluster cluster;

  private EmbeddedFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts an empty cluster with a slot for each task. */
  static EmbeddedFlink start(int port, int slots, DataDirectory data) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, Ports.LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, Ports.LOOPBACK);
    // The blob server listens where this says, with no other lock on it.
    configuration.set(JobManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, Ports.LOOPBACK);
    configuration.set(RestOptions.PORT, port);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
    // The UI is to look at; no page in the user's browser shall run code or end the job through it.
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.CANCEL_ENABLE, false);
    configuration.set(WebOptions.RESCALE_ENABLE, false);
    configuration.set(CoreOptions.TMP_DIRS, data.temporary().toString());
    configuration.set(WebOptions.LOG_PATH, data.log().toString());
    // No state backend here uses it.
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
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

  /** Submits the job, going on from a checkpoint if there is one. */
  void submit(JobSettings settings, Path checkpoints, Optional<Path> from)
      throws ExecutionException, InterruptedException {
    Configuration configuration = ClassificationJob.configuration(settings);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    ClassificationJob.define(environment, settings);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(settings.jobName());
    JobGraph job = graph.getJobGraph(EmbeddedFlink.class.getClassLoader(), JOB_ID);
    from.ifPresent(
        checkpoint ->
            job.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM)));
    cluster.submitJob(job).get();
  }

  /**
   * Waits until every task runs, which is after it has loaded its model.
   *
   * @throws LocalModeException if the job fails instead, or takes longer
   */
  void awaitRunning(Duration timeout) throws IOException, ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      AccessExecutionGraph graph = cluster.getExecutionGraph(JOB_ID).get();
      ErrorInfo failure = graph.getFailureInfo();
      if (failure != null) {
        throw new LocalModeException(
            "the job failed: " + rootMessage(failure.getException()), failure.getException());
      }
      // Before the job master has set the job up, it has no tasks at all.
      boolean running =
          graph.getState() == JobStatus.RUNNING
              && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
                  .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
      if (running) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new LocalModeException(
            "the job did not run within " + timeout.toSeconds() + " s: see the log");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Completes when the job ends, which it does by itself only if it fails for good. */
  void awaitEnd() throws ExecutionException, InterruptedException {
    cluster.requestJobResult(JOB_ID).get();
  }

  @Override
  public void close() {
    try {
      // What has been answered need not be answered again after the next start.
      await(cluster.triggerCheckpoint(JOB_ID, CheckpointType.DEFAULT));
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
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    // What a task threw comes serialised, with its class name before its message.
    String message = root.getMessage();
    return message == null
        ? root.toString()
        : message.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
  }
}
