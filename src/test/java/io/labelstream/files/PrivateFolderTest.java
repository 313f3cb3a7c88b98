package io.labelstream.files;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {

  private static final String CLOSED = "rwx------";
  private static final String OPEN = "rwxr-xr-x";

  @TempDir private Path folder;

  @Test
  void isItsOwnersAloneWhileItsParentsAreAsOthersAre() throws IOException {
    Path parent = folder.resolve("parent");
    PrivateFolder.create(parent.resolve("made"));
    assertThat(mode(parent.resolve("made"))).isEqualTo(CLOSED);
    assertThat(mode(parent)).isEqualTo(mode(Files.createDirectory(folder.resolve("usual"))));
  }

  /** A folder whose mode is changed after it was made would be seen as changed. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void wasItsOwnersAloneFromItsFirstMomentOn() throws Exception {
    try (WatchService changes = FileSystems.getDefault().newWatchService()) {
      folder.register(changes, ENTRY_CREATE, ENTRY_MODIFY);
      PrivateFolder.createOrClose(folder.resolve("made"));
      PrivateFolder.createOrCloseFile(folder.resolve("file"));
      Files.createDirectory(folder.resolve("changed"));
      Files.setPosixFilePermissions(
          folder.resolve("changed"), PosixFilePermissions.fromString(CLOSED));
      assertThat(eventsUntil("ENTRY_MODIFY changed", changes))
          .containsExactly(
              "ENTRY_CREATE made",
              "ENTRY_CREATE file",
              "ENTRY_CREATE changed",
              "ENTRY_MODIFY changed");
    }
  }

  @Test
  void leavesAFolderThatSomebodyHasMadeAsItIs() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
    PrivateFolder.create(shared);
    assertThat(mode(shared)).isEqualTo("rwxrwx---");
  }

  @Test
  void closesAFolderOfOursThatIsOpen() throws IOException {
    Path ours = Files.createDirectory(folder.resolve("ours"));
    Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString(OPEN));
    PrivateFolder.createOrClose(ours);
    assertThat(mode(ours)).isEqualTo(CLOSED);
  }

  @Test
  void leavesWhereALinkLeadsAsItIs() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString(OPEN));
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    PrivateFolder.createOrClose(link);
    assertThat(mode(elsewhere)).isEqualTo(OPEN);
  }

  @Test
  void keepsWhatAFileHolds() throws IOException {
    Path file = folder.resolve("file");
    PrivateFolder.createOrCloseFile(file);
    assertThat(mode(file)).isEqualTo("rw-------");
    Files.writeString(file, "content");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    PrivateFolder.createOrCloseFile(file);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasContent("content");
  }

  @Test
  void saysThatAFileIsInTheWay() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> PrivateFolder.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> PrivateFolder.create(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void doesWithoutOwnersWhereAFileSystemHasNone() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("some.zip"), Map.of("create", "true"))) {
      assertThat(zip.supportedFileAttributeViews()).doesNotContain("posix");
      Path made = zip.getPath("/parent/made");
      PrivateFolder.createOrClose(made);
      PrivateFolder.createOrClose(made);
      PrivateFolder.createOrCloseFile(made.resolve("file"));
      assertThat(Files.isDirectory(made)).isTrue();
      assertThat(Files.exists(made.resolve("file"))).isTrue();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> eventsUntil(String last, WatchService changes)
      throws InterruptedException {
    List<String> events = new ArrayList<>();
    while (!events.contains(last)) {
      var key = changes.take();
      for (WatchEvent<?> event : key.pollEvents()) {
        events.add(event.kind().name() + " " + event.context());
      }
      key.reset();
    }
    return events;
  }
}
