package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotographFinderTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("inner"));
    for (String name : new String[] {"b.JPEG", "a.png", "inner/c.webp", "inner/d.jpg", "e.txt"}) {
      Files.writeString(folder.resolve(name), "");
    }
  }

  @Test
  void findsTheImagesOfAFolderInOrder() throws IOException {
    assertThat(find(folder.toString())).containsExactly("a.png", "b.JPEG", "c.webp", "d.jpg");
  }

  @Test
  void findsWhatAGlobMeans() throws IOException {
    assertThat(find(folder + "/*.{png,JPEG}")).containsExactly("a.png", "b.JPEG");
    assertThat(find(folder + "/**.jpg")).containsExactly("d.jpg");
    assertThat(find(folder + "/in*/c.*")).containsExactly("c.webp");
  }

  @Test
  void takesANamedFileWhateverItsNameAndEvenIfItIsMissing() throws IOException {
    assertThat(find(folder + "/e.txt", folder + "/none.jpg")).containsExactly("e.txt", "none.jpg");
  }

  @Test
  void keepsTheGivenOrder() throws IOException {
    assertThat(find(folder + "/b.JPEG", folder + "/inner", folder + "/a.png"))
        .containsExactly("b.JPEG", "c.webp", "d.jpg", "a.png");
  }

  @Test
  void takesAUriForTheJobToRead() throws IOException {
    assertThat(PhotographFinder.find(List.of("s3://bucket/a.jpg")))
        .singleElement()
        .isInstanceOf(Photograph.Remote.class);
  }

  @Test
  void saysThatAFolderHasNone() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> PhotographFinder.find(List.of(empty.toString())))
        .hasMessageContaining("no photographs (.jpg, .jpeg, .png, .webp) in " + empty);
    assertThatThrownBy(() -> PhotographFinder.find(List.of(folder + "/*.gif")))
        .hasMessageContaining("no photographs");
  }

  private static List<String> find(String... names) throws IOException {
    return PhotographFinder.find(List.of(names)).stream()
        .map(photograph -> Path.of(photograph.name()).getFileName().toString())
        .toList();
  }
}
