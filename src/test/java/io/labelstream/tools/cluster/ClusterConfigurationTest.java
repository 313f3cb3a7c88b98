package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfigurationTest {

  private static final ClusterPorts PORTS = new ClusterPorts(1, 2, 3, 4, 5, 6);

  @TempDir private Path root;
  private ClusterFolder folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = new ClusterFolder(root);
    folder.prepare();
  }

  @Test
  void givesEachProcessItsPort() throws IOException {
    Configuration flink = write(Map.of(), Map.of());
    assertThat(flink.get(RestOptions.PORT)).isEqualTo(3);
    assertThat(flink.get(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM)).isEqualTo("127.0.0.1:4");
    assertThat(PropertiesFile.read(folder.zooKeeperProperties()))
        .containsEntry("clientPort", "4")
        .containsEntry("clientPortAddress", "127.0.0.1");
    assertThat(PropertiesFile.read(folder.brokerProperties()).getProperty("listeners"))
        .contains("127.0.0.1:2", "127.0.0.1:5");
    assertThat(ClusterPorts.read(folder.ports())).isEqualTo(PORTS);
  }

  @Test
  void letsEachTaskManagerTakeOverAllTasks() throws IOException {
    Configuration flink = write(Map.of(), Map.of());
    assertThat(flink.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
    assertThat(flink.get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(3);
  }

  @Test
  void putsTheOptionsBeforeItsOwnSettings() throws IOException {
    String heartbeat = HeartbeatManagerOptions.HEARTBEAT_TIMEOUT.key();
    Configuration flink =
        write(Map.of(heartbeat, "42 s"), Map.of("log.retention.hours", "7", "extra", "x: y"));
    assertThat(flink.get(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT)).hasSeconds(42);
    assertThat(PropertiesFile.read(folder.brokerProperties()))
        .containsEntry("log.retention.hours", "7")
        .containsEntry("extra", "x: y");
  }

  private Configuration write(Map<String, String> flink, Map<String, String> broker)
      throws IOException {
    OptionalInt none = OptionalInt.empty();
    new ClusterConfiguration(folder, PORTS)
        .write(3, new ProcessCluster.Options(1, none, none, none, flink, broker));
    return GlobalConfiguration.loadConfiguration(folder.flinkConfiguration().toString());
  }
}
