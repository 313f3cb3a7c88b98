package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {

  @TempDir private Path folder;

  @Test
  void isItsOwnersAlone() throws IOException {
    Path root = folder.resolve("cluster");
    prepare(root);
    assertThat(mode(root)).isEqualTo("rwx------");
  }

  @Test
  void closesWhatIsItsOwnInAFolderThatWasThere() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxr-xr-x"));
    prepare(folder);
    assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> folders = all.filter(Files::isDirectory).toList();
      assertThat(folders)
          .extracting(path -> path.getFileName().toString())
          .containsExactlyInAnyOrder(
              "conf",
              "zookeeper",
              "kafka",
              "flink",
              "facade",
              "images",
              "tmp",
              "logs",
              "processes");
      assertThat(folders).allSatisfy(path -> assertThat(mode(path)).isEqualTo("rwx------"));
    }
  }

  private static void prepare(Path root) throws IOException {
    ClusterFolder cluster = new ClusterFolder(root);
    cluster.lock().close();
    cluster.prepare();
    assertThat(cluster.checkpoints()).isDirectory();
    assertThat(cluster.flinkConfiguration()).isDirectory();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
