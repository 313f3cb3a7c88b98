package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessCommandsTest {

  private static final ClusterPorts PORTS = new ClusterPorts(1, 2, 3, 4, 5, 6);
  private static final int SLOTS = 3;
  private static final Path JAR = Path.of("labelstream.jar");

  @TempDir private Path root;
  private ClusterFolder folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = new ClusterFolder(root);
    folder.prepare();
    new ClusterConfiguration(folder, PORTS)
        .write(
            SLOTS,
            new ProcessCluster.Options(
                1,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                Map.of()));
  }

  @ParameterizedTest
  @EnumSource
  void tellEachProcessHowToLog(ProcessRole role) {
    Map<String, String> environment =
        Map.of("LABELSTREAM_LOG_FORMAT", "json", "LABELSTREAM_LOG_LEVEL", "warn");
    assertThat(command(role, environment))
        .contains(
            "-Dlog4j2.configurationFile=" + folder.logConfiguration(),
            "-Dlabelstream.log.format=json",
            "-Dlabelstream.log.level=warn")
        .anyMatch(flag -> flag.startsWith("-Dlog.file=" + root));
  }

  @ParameterizedTest
  @EnumSource
  void leaveEachProcessTheLogConfigurationThatIsGiven(ProcessRole role) {
    assertThat(command(role, Map.of("LOG4J_CONFIGURATION_FILE", "mine.xml")))
        .noneMatch(flag -> flag.contains("configurationFile"))
        .anyMatch(flag -> flag.startsWith("-Dlog.file=" + root));
  }

  @ParameterizedTest
  @EnumSource
  void giveTaskManagersAloneAnAllocatorForTheirSlots(ProcessRole role) {
    assertThat(commands(Map.of()).environment(part(role)))
        .isEqualTo(
            role == ProcessRole.TASKMANAGER
                ? NativeAllocator.installed().environment(SLOTS)
                : Map.of());
  }

  private List<String> command(ProcessRole role, Map<String, String> environment) {
    return commands(environment).of(part(role));
  }

  private ProcessCommands commands(Map<String, String> environment) {
    return new ProcessCommands(
        folder,
        PORTS,
        new Installation(JAR, JAR, root, root, JAR, root),
        environment,
        Settings.read(Scope.BOTH, List.of(), environment));
  }

  private static ClusterProcess part(ProcessRole role) {
    return ClusterProcess.all(1).stream()
        .filter(part -> part.role() == role)
        .findFirst()
        .orElseThrow();
  }
}
