package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkCommandsTest {

  @TempDir private Path folder;

  @Test
  void heapOfTaskManagerBeginsSmall() throws IOException {
    assertThat(taskManager(configuration()))
        .containsSubsequence("-Xmx436207616", "-Xms436207616", "-Xms64m");
  }

  @Test
  void actorsWakeSeldomInEachProcess() throws IOException {
    Configuration configuration = configuration();
    configuration.set(JobManagerOptions.JVM_HEAP_MEMORY, MemorySize.ofMebiBytes(256));
    String flag = "-Dpekko.scheduler.tick-duration=100ms";

    assertThat(taskManager(configuration)).contains(flag);
    assertThat(commands().jobManager(List.of(), "classes", configuration)).contains(flag);
  }

  @Test
  void operatorsFlagsComeLast() throws IOException {
    Configuration configuration = configuration();
    configuration.set(JobManagerOptions.JVM_HEAP_MEMORY, MemorySize.ofMebiBytes(256));
    configuration.set(CoreOptions.FLINK_JVM_OPTIONS, "-Da=1 -Dpekko.scheduler.tick-duration=10ms");
    configuration.set(CoreOptions.FLINK_TM_JVM_OPTIONS, "-Xms128m");
    configuration.set(CoreOptions.FLINK_JM_JVM_OPTIONS, "-Xms32m");

    assertThat(taskManager(configuration))
        .containsSubsequence(
            "-Xmx436207616", "-Da=1", "-Dpekko.scheduler.tick-duration=10ms", "-Xms128m", "-cp")
        .doesNotContain("-Xms64m", "-Xms32m");
    assertThat(commands().jobManager(List.of("-Dfirst"), "classes", configuration))
        .containsSubsequence(
            "-Dpekko.scheduler.tick-duration=100ms",
            "-Dfirst",
            "-Xmx268435456",
            "-Da=1",
            "-Dpekko.scheduler.tick-duration=10ms",
            "-Xms32m",
            "-cp")
        .doesNotContain("-Xms128m");
  }

  private List<String> taskManager(Configuration configuration) {
    return commands().taskManager(List.of("-Dfirst"), "classes", configuration, Map.of());
  }

  private FlinkCommands commands() {
    return new FlinkCommands(folder);
  }

  /** With one task's 288 MiB, to which Flink's own 128 MiB come. */
  private Configuration configuration() throws IOException {
    return FlinkProcessConfiguration.onLoopback(
        Ports.free(), 1, folder.resolve("tmp"), folder.resolve("secret"));
  }
}
