package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterAddressesTest {

  private static final ClusterPorts PORTS = new ClusterPorts(1, 2, 3, 4, 5, 6);

  @Test
  void givesZeroForWhatDoesNotRun() {
    SortedMap<ClusterProcess, Long> running =
        new TreeMap<>(
            Map.of(
                ClusterProcess.parse("broker"), 10L,
                ClusterProcess.parse("taskmanager-2"), 20L,
                ClusterProcess.parse("taskmanager-4"), 40L,
                ClusterProcess.parse("facade"), 50L));
    ClusterAddresses addresses = ClusterAddresses.of(PORTS, "key", running);
    assertThat(addresses.pids().zookeeper()).isZero();
    assertThat(addresses.pids().broker()).isEqualTo(10);
    assertThat(addresses.pids().jobmanager()).isZero();
    assertThat(addresses.pids().taskmanager()).containsExactly(0L, 20L, 0L, 40L);
    assertThat(addresses.pids().facade()).isEqualTo(50);
    assertThat(addresses.pid()).isEqualTo(50);
  }

  @Test
  void areOnLoopback() {
    ClusterAddresses addresses = ClusterAddresses.of(PORTS, "key", new TreeMap<>());
    assertThat(addresses.restUrl()).isEqualTo("http://127.0.0.1:1");
    assertThat(addresses.bootstrapServers()).isEqualTo("127.0.0.1:2");
    assertThat(addresses.flinkUrl()).isEqualTo("http://127.0.0.1:3");
    assertThat(addresses.pids().taskmanager()).isEmpty();
  }

  @Test
  void doNotShowTheKey() {
    assertThat(ClusterAddresses.of(PORTS, "s3cret", new TreeMap<>()).toString())
        .contains("http://127.0.0.1:1")
        .doesNotContain("s3cret");
  }
}
