package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.store.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can read what a facade keeps on its machine. */
class DataFolderTest {

  private static final String CLOSED = "rwx------";
  private static final String OPEN = "rwxr-xr-x";

  @TempDir private Path folder;

  @Test
  void isItsOwnersAlone() throws IOException {
    Path data = folder.resolve("data");
    DataFolder.prepare(data, data.resolve("images").toUri());
    assertThat(mode(data)).isEqualTo(CLOSED);
  }

  @Test
  void closesWhatIsOursInAFolderThatSomebodyElseHasMade() throws Exception {
    Path data = make(folder.resolve("data"), OPEN);
    make(data.resolve("uploads"), OPEN);
    make(data.resolve("images"), "rwxrwxr-x");
    Path others = make(data.resolve("others"), OPEN);
    upload(data);
    assertThat(mode(data)).isEqualTo(OPEN);
    assertThat(mode(others)).isEqualTo(OPEN);
    assertThat(mode(data.resolve("uploads"))).isEqualTo(CLOSED);
    assertThat(mode(data.resolve("images"))).as("a group may share it").isEqualTo("rwxrwx---");
    assertThat(mode(data.resolve("images-db.mv.db"))).isEqualTo("rw-------");
    assertThat(filesThatOthersRead(data)).as("hashes alone").containsExactly("keys.json");
  }

  /** Such as one that the job reads under another user. */
  @Test
  void leavesAFolderForImagesThatWasMadeToBeSharedAsItIs() throws Exception {
    Path shared = make(folder.resolve("shared"), "rwxrwx---");
    upload(folder.resolve("data"), "--images=" + shared.toUri());
    assertThat(mode(shared)).isEqualTo("rwxrwx---");
    try (Stream<Path> files = Files.list(shared)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void makesAFolderForImagesForItsOwnerAlone() throws Exception {
    Path images = folder.resolve("mount/images");
    upload(folder.resolve("data"), "--images=" + images.toUri());
    assertThat(mode(images)).isEqualTo(CLOSED);
  }

  private static void upload(Path data, String... flags) throws Exception {
    try (TestFacade facade = TestFacade.start(data, flags)) {
      assertThat(facade.client("ann").upload("image", TestImages.png(1)).status()).isEqualTo(201);
    }
  }

  /** Of those that hold anything. */
  private static List<String> filesThatOthersRead(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> read = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) > 0 && mode(file).endsWith("r--")) {
          read.add(file.getFileName().toString());
        }
      }
      return read;
    }
  }

  private static Path make(Path folder, String mode) throws IOException {
    Files.createDirectory(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
