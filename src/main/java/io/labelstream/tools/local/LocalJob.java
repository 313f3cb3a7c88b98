package io.labelstream.tools.local;

import io.labelstream.settings.Settings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job of a local mode, which is started again when somebody ends it through Flink. */
final class LocalJob {

  private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);

  private final EmbeddedFlink flink;
  private final Settings settings;
  private final DataDirectory data;

  LocalJob(EmbeddedFlink flink, Settings settings, DataDirectory data) {
    this.flink = flink;
    this.settings = settings;
    this.data = data;
  }

  /** Starts the job from the newest checkpoint, if there is one. */
  void start() throws IOException, ExecutionException, InterruptedException {
    flink.submit(settings, data.checkpoints(), newestCheckpoint());
  }

  /**
   * Returns when the job has failed for good.
   *
   * @param news takes a line when something else has ended the job and it has been started again
   */
  void awaitFailure(Consumer<String> news)
      throws IOException, ExecutionException, InterruptedException {
    while (true) {
      Optional<JobStatus> end = flink.awaitEnd();
      if (end.equals(Optional.of(JobStatus.CANCELED))) {
        start();
        tell("The job was cancelled through Flink: started it again.", news);
      } else if (end.equals(Optional.of(JobStatus.FINISHED))) {
        // Flink has removed the checkpoints of a job that has been stopped.
        flink.submit(settings, data.checkpoints(), lastSavepoint());
        tell("The job was stopped through Flink: started it again.", news);
      } else {
        return;
      }
    }
  }

  private static void tell(String line, Consumer<String> news) {
    LOG.warn("{}", line);
    news.accept(line);
  }

  private SavepointRestoreSettings newestCheckpoint() throws IOException {
    return data.latestCheckpoint()
        .map(
            checkpoint ->
                SavepointRestoreSettings.forPath(
                    checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM))
        .orElseGet(SavepointRestoreSettings::none);
  }

  private SavepointRestoreSettings lastSavepoint() throws ExecutionException, InterruptedException {
    return flink
        .lastSavepoint()
        // The savepoint belongs to whoever has stopped the job.
        .map(path -> SavepointRestoreSettings.forPath(path, false, RecoveryClaimMode.NO_CLAIM))
        .orElseGet(SavepointRestoreSettings::none);
  }
}
