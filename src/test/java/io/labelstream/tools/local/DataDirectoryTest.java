package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() throws IOException {
    try (DataDirectory held = DataDirectory.open(folder)) {
      assertThat(held.broker()).startsWithRaw(folder);
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("in use by another local mode")
          .hasMessageContaining("--data");
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void isItsOwnersAlone() throws IOException {
    Path root = folder.resolve("data");
    DataDirectory.open(root).close();
    assertThat(mode(root)).isEqualTo("rwx------");
  }

  @Test
  void theLogIsItsOwnersAloneThoughItIsThereFirst() throws IOException {
    Path root = folder.resolve("data");
    LocalMode.Options options =
        new LocalMode.Options(root, 1, 2, 3, Settings.defaults(Scope.BOTH), false);
    options.prepareLog();
    assertThat(options.log().getParent()).isDirectory();
    assertThat(mode(root)).isEqualTo("rwx------");
  }

  @Test
  void closesWhatIsItsOwnInAFolderThatWasThere() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path kafka = Files.createDirectory(folder.resolve("kafka"));
    Files.setPosixFilePermissions(kafka, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DataDirectory data = DataDirectory.open(folder)) {
      data.prepare();
      assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
      try (Stream<Path> all = Files.list(folder)) {
        List<Path> folders = all.filter(Files::isDirectory).toList();
        assertThat(folders)
            .extracting(path -> path.getFileName().toString())
            .containsExactlyInAnyOrder("kafka", "checkpoints", "images", "logs", "tmp");
        assertThat(folders).allSatisfy(path -> assertThat(mode(path)).isEqualTo("rwx------"));
      }
    }
  }

  @Test
  void saysThatItIsReadyUntilItIsClosed() throws IOException {
    Path ready = folder.resolve("local.json");
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(ready).doesNotExist();
      Closeable readiness = data.writeReady(Map.of("pid", 7));
      assertThat(ready).content().contains("\"pid\" : 7");
      readiness.close();
      assertThat(ready).doesNotExist();
    }
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException {
    Files.writeString(folder.resolve("local.json"), "{}");
    Path left = Files.createDirectories(folder.resolve("tmp/blobs"));
    try (DataDirectory data = DataDirectory.open(folder)) {
      assertThat(folder.resolve("local.json")).doesNotExist();
      data.prepare();
      assertThat(left).doesNotExist();
      assertThat(data.temporary()).isDirectory();
    }
  }

  @Test
  void findsTheNewestCompleteCheckpoint() throws IOException {
    try (DataDirectory data = DataDirectory.open(folder)) {
      data.prepare();
      assertThat(data.latestCheckpoint()).isEmpty();
      checkpoint(data, "chk-9", 1000);
      Path newest = checkpoint(data, "chk-10", 2000);
      Files.createDirectories(data.checkpoints().resolve("job/chk-11")); // Not completed.
      assertThat(data.latestCheckpoint()).contains(newest);
    }
  }

  @Test
  void saysThatAFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("cannot be written: choose another folder with --data");
  }

  @Test
  void refusesAPathThatKafkaWouldTakeForTwo() {
    assertThatThrownBy(() -> DataDirectory.open(folder.resolve("a,b")))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("has a comma");
    assertThat(folder.resolve("a,b")).doesNotExist();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Path checkpoint(DataDirectory data, String name, long time) throws IOException {
    Path directory = Files.createDirectories(data.checkpoints().resolve("job").resolve(name));
    Path metadata = Files.writeString(directory.resolve("_metadata"), "");
    Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(time)));
    return directory;
  }
}
