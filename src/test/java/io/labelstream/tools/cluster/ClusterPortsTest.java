package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPortsTest {

  private static final OptionalInt NONE = OptionalInt.empty();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("ports.properties");
  }

  @Nested
  class Choosing {

    @Test
    void startsWithTheUsualPorts() throws IOException {
      ClusterPorts usual = ClusterPorts.lastOrUsual(file);
      assertThat(usual.facade()).isEqualTo(8080);
      assertThat(usual.kafka()).isEqualTo(9092);
      assertThat(usual.flink()).isEqualTo(8081);
    }

    @Test
    void keepsThePortsOfTheLastStart() throws IOException {
      ClusterPorts last = new ClusterPorts(Ports.free(), Ports.free(), Ports.free(), 1, 2, 3);
      last.write(file);
      ClusterPorts chosen = ClusterPorts.choose(options(NONE, NONE, NONE), file);
      assertThat(IntStream.of(chosen.facade(), chosen.kafka(), chosen.flink()))
          .containsExactly(last.facade(), last.kafka(), last.flink());
    }

    @Test
    void putsWhatTheOptionsNameBeforeTheLastStart() throws IOException {
      new ClusterPorts(1, Ports.free(), 3, 1, 2, 3).write(file);
      int facade = Ports.free();
      int flink = Ports.free();
      ClusterPorts chosen =
          ClusterPorts.choose(options(OptionalInt.of(facade), NONE, OptionalInt.of(flink)), file);
      assertThat(chosen.facade()).isEqualTo(facade);
      assertThat(chosen.kafka()).isEqualTo(ClusterPorts.read(file).kafka());
      assertThat(chosen.flink()).isEqualTo(flink);
    }

    /** Nobody knows these, so that one which was taken meanwhile need not stay. */
    @Test
    void takesFreePortsForWhatOnlyTheClusterConnectsTo() throws IOException {
      new ClusterPorts(Ports.free(), Ports.free(), Ports.free(), 1, 2, 3).write(file);
      ClusterPorts chosen = ClusterPorts.choose(options(NONE, NONE, NONE), file);
      for (int port : new int[] {chosen.zooKeeper(), chosen.controller(), chosen.management()}) {
        assertThat(port).isGreaterThan(1023);
        assertThatCode(() -> Ports.checkFree(port, "--port")).doesNotThrowAnyException();
      }
    }

    @ParameterizedTest
    @CsvSource({"0, --port", "1, --kafka-port", "2, --flink-port"})
    void saysWhichOptionMovesAPortThatIsTaken(int which, String option) throws IOException {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int[] ports = {Ports.free(), Ports.free(), Ports.free()};
        ports[which] = taken.getLocalPort();
        assertThatThrownBy(() -> ClusterPorts.choose(options(ports), file))
            .isInstanceOf(SandboxException.class)
            .hasMessage("port " + ports[which] + " is taken: choose another one with " + option);
      }
    }
  }

  @Nested
  class WhileTheClusterRuns {

    private final ClusterPorts running = new ClusterPorts(1, 2, 3, 4, 5, 6);

    @Test
    void allowsOptionsThatNameNothing() {
      assertThatCode(() -> running.checkUnchanged(options(NONE, NONE, NONE)))
          .doesNotThrowAnyException();
    }

    @Test
    void allowsOptionsThatNameWhatItHas() {
      assertThatCode(() -> running.checkUnchanged(options(1, 2, 3))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"9, 2, 3", "1, 9, 3", "1, 2, 9"})
    void refusesAnotherPort(int facade, int kafka, int flink) {
      assertRefused(options(facade, kafka, flink));
    }

    @Test
    void refusesSettingsWhichItsProcessesReadAtTheirStart() {
      Map<String, String> setting = Map.of("key", "value");
      assertRefused(new ProcessCluster.Options(1, NONE, NONE, NONE, setting, Map.of()));
      assertRefused(new ProcessCluster.Options(1, NONE, NONE, NONE, Map.of(), setting));
    }

    private void assertRefused(ProcessCluster.Options options) {
      assertThatThrownBy(() -> running.checkUnchanged(options))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("cannot change while the cluster runs");
    }
  }

  @Test
  void areReadAsTheyWereWritten() throws IOException {
    ClusterPorts ports = new ClusterPorts(1, 2, 3, 4, 5, 6);
    ports.write(file);
    assertThat(ClusterPorts.read(file)).isEqualTo(ports);
  }

  @Test
  void saysThatThereIsNoCluster() {
    assertThatThrownBy(() -> ClusterPorts.read(file))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("there is no cluster in this folder");
  }

  private static ProcessCluster.Options options(int... ports) {
    return options(OptionalInt.of(ports[0]), OptionalInt.of(ports[1]), OptionalInt.of(ports[2]));
  }

  private static ProcessCluster.Options options(
      OptionalInt facade, OptionalInt kafka, OptionalInt flink) {
    return new ProcessCluster.Options(1, facade, kafka, flink, Map.of(), Map.of());
  }
}
