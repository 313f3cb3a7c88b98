package io.labelstream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir private Path folder;

  @Test
  void replacesAFileAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.write(file, new byte[] {1});
    WholeFile.write(file, new byte[] {2, 3});
    assertThat(file).hasBinaryContent(new byte[] {2, 3});
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void keepsTheOldFileIfTheNewOneCannotBeWritten() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.write(file, new byte[] {1});
    Path unfinished = folder.resolve("missing").resolve("a");
    assertThatThrownBy(() -> WholeFile.write(file, unfinished, new byte[] {2}))
        .isInstanceOf(IOException.class);
    assertThat(file).hasBinaryContent(new byte[] {1});
  }

  @Test
  void keepsTheOldFileIfItsWriterFails() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.write(file, new byte[] {1});
    WholeFile.Content failing =
        unfinished -> {
          Files.write(unfinished, new byte[] {2});
          throw new IOException("no space left");
        };
    assertThatThrownBy(() -> WholeFile.write(file, failing)).hasMessage("no space left");
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void writesWhatIsTooLargeForTheMemory() throws IOException {
    Path file = folder.resolve("a");
    WholeFile.write(file, new byte[] {1});
    WholeFile.write(file, unfinished -> Files.write(unfinished, new byte[] {2}));
    assertThat(file).hasBinaryContent(new byte[] {2});
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void letsTheOwnerAloneReadWhateverWasThereBefore() throws IOException {
    Path file = folder.resolve("secret");
    Files.write(file, new byte[] {1});
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    WholeFile.writeForOwner(file, new byte[] {2});
    assertThat(file).hasBinaryContent(new byte[] {2});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
