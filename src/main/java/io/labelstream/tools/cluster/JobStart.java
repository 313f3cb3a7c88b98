package io.labelstream.tools.cluster;

import io.labelstream.access.BearerSecret;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Waits for a job that has been submitted. */
final class JobStart {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A job that fails once at its start gets this time to run again. */
  private static final Duration TO_RECOVER = Duration.ofSeconds(15);

  private final FlinkRest flink;
  private final BearerSecret secret;
  private final Processes processes;
  private final Consumer<String> progress;

  JobStart(FlinkRest flink, BearerSecret secret, Processes processes, Consumer<String> progress) {
    this.flink = flink;
    this.secret = secret;
    this.processes = processes;
    this.progress = progress;
  }

  /**
   * Returns when all tasks of a new job run.
   *
   * @throws SandboxException if they do not; the message says why, and the job has been cancelled
   */
  void await(String id) throws IOException, InterruptedException {
    long recovered = System.nanoTime() + TO_RECOVER.toNanos();
    try {
      Deadline.in(PATIENCE)
          .await(
              "it does not run",
              () -> processes.checkAlive(List.of(ClusterProcess.of(ProcessRole.JOBMANAGER))),
              () -> flink.runs(id) || (System.nanoTime() > recovered && hasNotFailed(id)));
    } catch (SandboxException e) {
      cancel(id);
      throw new SandboxException("the job " + id + " does not start: " + e.getMessage(), e);
    }
  }

  /** Throws the reason of the job's failure if the job waits for another try. */
  private boolean hasNotFailed(String id) throws IOException, InterruptedException {
    boolean restarting =
        flink.jobs().stream()
            .anyMatch(job -> job.id().equals(id) && job.state().equals("RESTARTING"));
    if (restarting) {
      throw new SandboxException(flink.cause(id));
    }
    return false;
  }

  /** A job that cannot start would try for ever. */
  private void cancel(String id) throws InterruptedException {
    try {
      if (flink.jobs().stream().anyMatch(job -> job.id().equals(id))) {
        flink.cancel(id, secret);
      }
    } catch (IOException e) {
      progress.accept("It could not be cancelled: " + e.getMessage());
    }
  }
}
