package io.labelstream.tools.cluster;

import static io.labelstream.tools.cluster.FakeFlink.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterJobsTest {

  private static final String NAME = "ours";

  @TempDir private Path root;
  private final List<String> progress = new ArrayList<>();
  private ClusterFolder folder;
  private FakeFlink flink;
  private ClusterJobs jobs;

  @BeforeEach
  void start() throws IOException {
    folder = new ClusterFolder(root);
    flink = new FakeFlink();
    Path none = root.resolve("none");
    Installation installation = new Installation(none, none, none, none, none, none);
    jobs =
        new ClusterJobs(folder, new Processes(folder), flink.ports(), installation, progress::add);
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  /** Where a job goes on that is submitted while none of its name runs. */
  @Nested
  class Submitted {

    @Test
    void beginsAnewIfNoneOfItsNameWasThere() throws Exception {
      flink.jobs(job("a", "theirs", "CANCELED", 5, 0));
      checkpoint("a", "chk-1", 1);
      assertThat(jobs.reachedBefore(NAME)).isEmpty();
      assertThat(progress).isEmpty();
    }

    @Test
    void goesOnFromTheNewestCheckpointOfTheLastOne() throws Exception {
      flink.jobs(job("a", NAME, "CANCELED", 5, 0) + "," + job("b", NAME, "FAILED", 6, 0));
      checkpoint("a", "chk-7", 9);
      checkpoint("b", "chk-9", 1);
      Path newest = checkpoint("b", "chk-10", 2);
      assertThat(jobs.reachedBefore(NAME)).contains(newest.toUri().toString());
      assertThat(progress).containsExactly("ours was there before, and is FAILED.");
    }

    @Test
    void goesOnFromTheSavepointOfOneThatWasStopped() throws Exception {
      flink.jobs(job("a", NAME, "FINISHED", 5, 0));
      String savepoint = Files.createDirectory(root.resolve("savepoint-1")).toUri().toString();
      flink.savepoint("a", savepoint);
      assertThat(jobs.reachedBefore(NAME)).contains(savepoint);
      assertThat(progress).containsExactly("ours was there before, and is FINISHED.");
    }

    @Test
    void passesOverThoseThatHaveLeftNothing() throws Exception {
      flink.jobs(
          String.join(
              ",",
              job("a", NAME, "CANCELED", 5, 0),
              job("b", NAME, "FINISHED", 6, 0),
              job("c", NAME, "CANCELED", 7, 0)));
      Path reached = checkpoint("a", "chk-1", 1);
      flink.savepoint("b", root.resolve("deleted").toUri().toString());
      flink.answer("/jobs/c/checkpoints", "{\"latest\": {\"savepoint\": null}}");
      assertThat(jobs.reachedBefore(NAME)).contains(reached.toUri().toString());
    }

    @Test
    void takesNoCheckpointThatWasNotCompleted() throws Exception {
      flink.jobs(job("a", NAME, "FAILED", 5, 0));
      Path reached = checkpoint("a", "chk-1", 1);
      Files.createDirectories(folder.checkpoints().resolve("a").resolve("chk-2"));
      assertThat(jobs.reachedBefore(NAME)).contains(reached.toUri().toString());
    }
  }

  /** How a job ends that fails before it could take a savepoint. */
  @Nested
  class Ended {

    @BeforeEach
    void fail() {
      flink.jobs(job("a", NAME, "RESTARTING", -1, 0), job("a", NAME, "FAILED", 5, 0));
      flink.failure("a", "a.B: no broker");
    }

    @Test
    void isCancelledAndGivesItsLastCheckpoint() throws Exception {
      Path reached = checkpoint("a", "chk-3", 1);
      assertThat(jobs.stop(NAME)).isEqualTo(reached.toUri().toString());
      assertThat(flink.changes()).containsExactly("PATCH /jobs/a?mode=cancel");
      assertThat(progress)
          .containsExactly(
              "It is RESTARTING and takes no savepoint: cancelling it, to go on from its last"
                  + " checkpoint. no broker");
    }

    @Test
    void saysThatItHadNoCheckpoint() {
      assertThatThrownBy(() -> jobs.stop(NAME))
          .isInstanceOf(SandboxException.class)
          .hasMessageStartingWith("it had no checkpoint");
      assertThat(flink.changes()).containsExactly("PATCH /jobs/a?mode=cancel");
    }
  }

  @Test
  void stopsOnlyAJobOfTheNameThatRuns() {
    flink.jobs(job("a", "theirs", "RUNNING", -1, 2) + "," + job("b", NAME, "CANCELED", 5, 0));
    assertThatThrownBy(() -> jobs.stop(NAME))
        .isInstanceOf(SandboxException.class)
        .hasMessage("no job of the name ours runs");
    assertThat(flink.changes()).isEmpty();
  }

  @Test
  void refusesASavepointThatIsNotThere() throws IOException {
    Path savepoint = Files.createDirectory(root.resolve("savepoint-1"));
    for (String name :
        List.of(savepoint.toString(), savepoint.toUri().toString(), "file:" + savepoint)) {
      assertThatCode(() -> ClusterJobs.checkSavepoint(name)).doesNotThrowAnyException();
      String missing = name.replace("savepoint-1", "savepoint-2");
      assertThatThrownBy(() -> ClusterJobs.checkSavepoint(missing))
          .isInstanceOf(SandboxException.class)
          .hasMessage("there is no savepoint at " + missing);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3://bucket/savepoint-1", "hdfs:///savepoint-1"})
  void leavesASavepointThatIsNoFileToFlink(String savepoint) {
    assertThatCode(() -> ClusterJobs.checkSavepoint(savepoint)).doesNotThrowAnyException();
  }

  private Path checkpoint(String job, String name, long modified) throws IOException {
    Path checkpoint = Files.createDirectories(folder.checkpoints().resolve(job).resolve(name));
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(modified * 1000));
    return checkpoint;
  }
}
