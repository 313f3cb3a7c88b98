package io.labelstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() throws IOException {
    try (DataDirectory held = DataDirectory.open(folder)) {
      assertThat(held.broker()).startsWithRaw(folder);
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(LocalModeException.class)
          .hasMessageContaining("in use by another local mode")
          .hasMessageContaining("--data");
    }
    DataDirectory.open(folder).close();
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
        .isInstanceOf(LocalModeException.class)
        .hasMessageContaining("cannot be written: choose another folder with --data");
  }

  @Test
  void refusesAPathThatKafkaWouldTakeForTwo() {
    assertThatThrownBy(() -> DataDirectory.open(folder.resolve("a,b")))
        .isInstanceOf(LocalModeException.class)
        .hasMessageContaining("has a comma");
    assertThat(folder.resolve("a,b")).doesNotExist();
  }

  private static Path checkpoint(DataDirectory data, String name, long time) throws IOException {
    Path directory = Files.createDirectories(data.checkpoints().resolve("job").resolve(name));
    Path metadata = Files.writeString(directory.resolve("_metadata"), "");
    Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(time)));
    return directory;
  }
}
