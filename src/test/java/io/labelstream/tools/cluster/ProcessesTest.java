package io.labelstream.tools.cluster;

import static io.labelstream.tools.cluster.RecordedProcess.SELF;
import static io.labelstream.tools.cluster.RecordedProcess.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

  private static final ClusterProcess BROKER = ClusterProcess.of(ProcessRole.BROKER);
  private static final ClusterProcess FACADE = ClusterProcess.of(ProcessRole.FACADE);

  @TempDir private Path root;
  private ClusterFolder folder;
  private Processes processes;

  @BeforeEach
  void makeFolder() {
    folder = new ClusterFolder(root);
    processes = new Processes(folder);
  }

  @Test
  void areNoneBeforeTheFirstStart() throws IOException {
    assertThat(processes.known()).isEmpty();
    assertThat(processes.running()).isEmpty();
    assertThat(processes.find(BROKER)).isEmpty();
  }

  @Test
  void findsAProcessByItsIdAndStartTime() throws IOException {
    RecordedProcess.write(folder, BROKER);
    assertThat(processes.find(BROKER)).contains(SELF);
    assertThat(processes.startedMillis(BROKER)).isEqualTo(STARTED.toEpochMilli());
  }

  @Test
  void findsAProcessWhoseStartTimeWasRounded() throws IOException {
    RecordedProcess.write(folder, BROKER, SELF.pid(), STARTED.plusSeconds(4));
    assertThat(processes.find(BROKER)).contains(SELF);
  }

  @Test
  void takesNoLaterProcessWithTheSameIdForItsOwn() throws IOException {
    RecordedProcess.write(folder, BROKER, SELF.pid(), STARTED.minusSeconds(6));
    assertThat(processes.find(BROKER)).isEmpty();
    assertThat(processes.startedMillis(BROKER)).isZero();
    assertThat(processes.known()).containsExactly(BROKER);
    assertThat(processes.running()).isEmpty();
    assertThatThrownBy(() -> processes.kill(BROKER))
        .isInstanceOf(SandboxException.class)
        .hasMessage("broker does not run");
  }

  /** If it did, it would end these tests. */
  @Test
  void stopsNoLaterProcessWithTheSameId() throws IOException {
    RecordedProcess.write(folder, BROKER, SELF.pid(), STARTED.minusSeconds(60));
    processes.stop(List.of(BROKER), Duration.ofSeconds(1));
    assertThat(processes.known()).isEmpty();
  }

  @Test
  void doesNotFindAProcessThatHasEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    Instant started = ended.info().startInstant().orElse(Instant.now());
    ended.waitFor();
    RecordedProcess.write(folder, BROKER, ended.pid(), started);
    assertThat(processes.find(BROKER)).isEmpty();
  }

  @Test
  void namesTheLogOfAProcessThatHasEnded() throws IOException {
    RecordedProcess.write(folder, BROKER);
    RecordedProcess.write(folder, FACADE, SELF.pid(), STARTED.minusSeconds(60));
    assertThatCode(() -> processes.checkAlive(List.of(BROKER))).doesNotThrowAnyException();
    assertThatThrownBy(() -> processes.checkAlive(List.of(BROKER, FACADE)))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("facade has ended: see " + folder.log(FACADE));
  }

  @Test
  void listsThoseThatRunInTheOrderOfTheirStart() throws IOException {
    ClusterProcess worker = new ClusterProcess(ProcessRole.TASKMANAGER, 2);
    RecordedProcess.write(folder, FACADE);
    RecordedProcess.write(folder, worker, SELF.pid(), STARTED.minusSeconds(60));
    RecordedProcess.write(folder, BROKER);
    assertThat(processes.known()).containsExactly(BROKER, worker, FACADE);
    assertThat(processes.running().keySet()).containsExactly(BROKER, FACADE);
  }

  @Test
  void stopsWhatItHasStarted() throws Exception {
    folder.prepare();
    processes.start(
        BROKER, List.of("sh", "-c", "echo $GREETING; exec sleep 60"), Map.of("GREETING", "hello"));
    ProcessHandle started = processes.find(BROKER).orElseThrow();
    try {
      assertThat(processes.running()).containsExactly(Map.entry(BROKER, started.pid()));
      processes.stop(List.of(BROKER, FACADE), Duration.ofSeconds(10));
      assertThat(started.isAlive()).isFalse();
      assertThat(processes.known()).isEmpty();
    } finally {
      started.destroyForcibly();
    }
  }

  @Test
  void keepsAKilledProcessAmongThoseThatShouldRun() throws Exception {
    folder.prepare();
    processes.start(BROKER, List.of("sleep", "60"), Map.of());
    processes.kill(BROKER);
    assertThat(processes.find(BROKER)).isEmpty();
    assertThat(processes.known()).containsExactly(BROKER);
  }
}
