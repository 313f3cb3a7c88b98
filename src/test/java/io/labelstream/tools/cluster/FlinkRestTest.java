package io.labelstream.tools.cluster;

import static io.labelstream.tools.cluster.FakeFlink.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.cluster.FlinkRest.TaskManager;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlinkRestTest {

  private FakeFlink fake;
  private FlinkRest flink;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeFlink();
    flink = new FlinkRest(fake.ports().flinkUrl());
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void knowsTheTaskManagersByTheNamesThatTheyWereGiven() throws Exception {
    fake.answer(
        "/taskmanagers",
        """
        {"taskmanagers": [
          {"id": "taskmanager-2", "timeSinceLastHeartbeat": 1700, "slotsNumber": 4, "freeSlots": 1}]}
        """);
    assertThat(flink.taskManagers())
        .containsExactly(new TaskManager(new ClusterProcess(ProcessRole.TASKMANAGER, 2), 1700, 3));
  }

  @Test
  void listsTheJobsThatHaveNotEnded() throws Exception {
    fake.jobs(
        String.join(
            ",",
            job("a", "one", "RUNNING", -1, 2),
            job("b", "two", "FINISHED", 5, 0),
            job("c", "three", "CANCELED", 6, 0),
            job("d", "four", "FAILED", 7, 0),
            job("e", "five", "RESTARTING", -1, 0)));
    assertThat(flink.jobs())
        .containsExactly(
            new RunningJob("a", "one", "RUNNING", 2, 2),
            new RunningJob("e", "five", "RESTARTING", 2, 0));
  }

  @Test
  void listsTheEndedJobsOfANameLastOneFirst() throws Exception {
    fake.jobs(
        String.join(
            ",",
            job("a", "ours", "FINISHED", 5, 0),
            job("b", "ours", "FAILED", 9, 0),
            job("c", "theirs", "FAILED", 8, 0),
            job("d", "ours", "RUNNING", -1, 2),
            job("e", "ours", "CANCELED", 7, 0)));
    assertThat(flink.ended("ours")).extracting(RunningJob::id).containsExactly("b", "e", "a");
  }

  @Test
  void saysThatAJobRunsOnceAllItsTasksDo() throws Exception {
    fake.jobs(
        job("a", "ours", "RUNNING", -1, 1),
        job("a", "ours", "RESTARTING", -1, 2),
        job("b", "ours", "RUNNING", -1, 2),
        job("a", "ours", "RUNNING", -1, 2));
    assertThat(flink.runs("a")).as("one task of two").isFalse();
    assertThat(flink.runs("a")).as("restarting").isFalse();
    assertThat(flink.runs("a")).as("not there yet").isFalse();
    assertThat(flink.runs("a")).isTrue();
  }

  @Test
  void saysWhyAJobHasEnded() {
    fake.jobs(job("a", "ours", "FAILED", 5, 0));
    fake.failure("a", "a.B: outer\\nCaused by: c.D: no such topic\\n\\tat e.F.g(F.java:1)");
    assertThatThrownBy(() -> flink.runs("a"))
        .isInstanceOf(SandboxException.class)
        .hasMessage("the job a is FAILED: no such topic");
  }

  @Test
  void findsTheLastSavepoint() throws Exception {
    fake.savepoint("a", "file:/savepoint-1");
    fake.answer("/jobs/b/checkpoints", "{\"latest\": {\"savepoint\": null}}");
    assertThat(flink.savepoint("a")).contains("file:/savepoint-1");
    assertThat(flink.savepoint("b")).isEmpty();
  }

  @Test
  void saysWhatItAskedInVain() {
    assertThatThrownBy(() -> flink.taskManagers())
        .isInstanceOf(IOException.class)
        .hasMessage(fake.ports().flinkUrl() + "/taskmanagers answers 404");
    fake.close();
    assertThatThrownBy(() -> flink.taskManagers())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Flink does not answer at " + fake.ports().flinkUrl());
  }
}
