package io.labelstream.tools.cluster;

import static io.labelstream.tools.cluster.FakeFlink.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.access.BearerSecret;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStartTest {

  @TempDir private Path root;
  private ClusterFolder folder;
  private FakeFlink flink;
  private JobStart start;

  @BeforeEach
  void start() throws IOException {
    folder = new ClusterFolder(root);
    flink = new FakeFlink();
    start =
        new JobStart(
            new FlinkRest(flink.ports().flinkUrl()),
            BearerSecret.random(),
            new Processes(folder),
            line -> {});
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  void endsWhenAllTasksRun() throws Exception {
    runJobManager();
    flink.jobs(job("a", "ours", "INITIALIZING", -1, 0), job("a", "ours", "RUNNING", -1, 2));
    start.await("a");
    assertThat(flink.changes()).isEmpty();
  }

  @Test
  void saysWhyTheJobHasFailed() throws IOException {
    runJobManager();
    flink.jobs(job("a", "ours", "FAILED", 5, 0));
    flink.failure("a", "a.B: no such topic");
    assertThatThrownBy(() -> start.await("a"))
        .isInstanceOf(SandboxException.class)
        .hasMessage("the job a does not start: the job a is FAILED: no such topic");
    assertThat(flink.changes()).as("it has ended already").isEmpty();
  }

  @Test
  void doesNotWaitForAJobManagerThatHasEnded() {
    flink.jobs(job("a", "ours", "INITIALIZING", -1, 0));
    assertThatThrownBy(() -> start.await("a"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("jobmanager has ended");
    assertThat(flink.changes()).containsExactly("PATCH /jobs/a?mode=cancel");
  }

  private void runJobManager() throws IOException {
    RecordedProcess.write(folder, ClusterProcess.of(ProcessRole.JOBMANAGER));
  }
}
