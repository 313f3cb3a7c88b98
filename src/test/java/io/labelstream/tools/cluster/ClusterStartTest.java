package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.cluster.FlinkRest.TaskManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterStartTest {

  private static final ClusterProcess FIRST = new ClusterProcess(ProcessRole.TASKMANAGER, 1);
  private static final ClusterProcess SECOND = new ClusterProcess(ProcessRole.TASKMANAGER, 2);
  private static final ClusterProcess BROKER = ClusterProcess.of(ProcessRole.BROKER);

  private static final long STARTED = RecordedProcess.STARTED.toEpochMilli();

  @TempDir private Path root;
  private ClusterStart start;

  @BeforeEach
  void writeProcesses() throws IOException {
    ClusterFolder folder = new ClusterFolder(root);
    for (ClusterProcess process : List.of(FIRST, SECOND, BROKER)) {
      RecordedProcess.write(folder, process);
    }
    start =
        new ClusterStart(
            folder, new Processes(folder), Map.of(), Settings.defaults(Scope.BOTH), line -> {});
  }

  @Test
  void hasATaskManagerThatHasReportedSinceItsStart() throws IOException {
    assertThat(start.hasAll(List.of(reported(FIRST, STARTED)), List.of(BROKER, FIRST))).isTrue();
  }

  @Test
  void hasNoTaskManagerThatFlinkDoesNotKnow() throws IOException {
    List<TaskManager> known = List.of(reported(FIRST, STARTED));
    assertThat(start.hasAll(known, List.of(FIRST, SECOND))).isFalse();
  }

  @Test
  void hasNoTaskManagerUnderTheNameOfADeadOne() throws IOException {
    List<TaskManager> known = List.of(reported(FIRST, STARTED), reported(SECOND, STARTED - 1));
    assertThat(start.hasAll(known, List.of(FIRST, SECOND))).isFalse();
  }

  private static TaskManager reported(ClusterProcess process, long heartbeatMillis) {
    return new TaskManager(process, heartbeatMillis, 0);
  }
}
