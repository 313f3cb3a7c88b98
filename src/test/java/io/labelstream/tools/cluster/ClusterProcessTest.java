package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterProcessTest {

  @Test
  void numbersTheTaskManagersAlone() {
    assertThat(ClusterProcess.all(2))
        .extracting(ClusterProcess::toString)
        .containsExactly(
            "zookeeper", "broker", "jobmanager", "taskmanager-1", "taskmanager-2", "facade");
  }

  @Test
  void isReadByTheNameThatItHas() {
    assertThat(ClusterProcess.all(12))
        .allSatisfy(
            process -> assertThat(ClusterProcess.parse(process.toString())).isEqualTo(process));
    assertThat(ClusterProcess.parse("taskmanager-12"))
        .isEqualTo(new ClusterProcess(ProcessRole.TASKMANAGER, 12));
  }

  @Test
  void isTheFirstTaskManagerWithoutANumber() {
    assertThat(ClusterProcess.parse("taskmanager"))
        .isEqualTo(new ClusterProcess(ProcessRole.TASKMANAGER, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "worker", "broker-2", "taskmanager-0", "taskmanager-", "taskmanager-x"})
  void isNothingElse(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> ClusterProcess.parse(name));
  }

  @Test
  void areOrderedAsTheyAreStarted() {
    assertThat(
            Stream.of("facade", "taskmanager-10", "taskmanager-9", "broker", "zookeeper")
                .map(ClusterProcess::parse)
                .sorted())
        .extracting(ClusterProcess::toString)
        .containsExactly("zookeeper", "broker", "taskmanager-9", "taskmanager-10", "facade");
  }
}
