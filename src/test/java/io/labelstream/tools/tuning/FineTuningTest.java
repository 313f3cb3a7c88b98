package io.labelstream.tools.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.serve.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {

  private static final Path SHIPPED = Path.of("deploy/photographs");

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  @Test
  void cutsTenLabelsOutOfTheShippedPhotographs() throws IOException {
    new ExamplePhotographs(SHIPPED).write(folder);
    LabelledPhotographs known = LabelledPhotographs.in(folder.resolve("known"));
    assertThat(known.labels())
        .containsExactly(
            "buildings",
            "ear",
            "espresso",
            "eye",
            "face",
            "handle",
            "nose",
            "spoon",
            "tripod",
            "wood");
    assertThat(known.photographs()).hasSize(160);
    assertThat(LabelledPhotographs.in(folder.resolve("new")).photographs()).hasSize(100);
  }

  @Test
  void cutsTheSameEachTime() throws IOException {
    new ExamplePhotographs(SHIPPED).write(folder.resolve("one"));
    new ExamplePhotographs(SHIPPED).write(folder.resolve("other"));
    assertThat(files(folder.resolve("one"))).hasSize(260);
    for (Path file : files(folder.resolve("one"))) {
      assertThat(folder.resolve("other").resolve(folder.resolve("one").relativize(file)))
          .hasSameBinaryContentAs(file);
    }
  }

  @Test
  void wantsAFolderForEachLabel() throws IOException {
    Files.createDirectories(folder.resolve("cat"));
    assertThat(run("train", folder.toString(), "model.keras")).isEqualTo(1);
    assertThat(err.toString())
        .contains("must have a folder of photographs for each label")
        .hasLineCount(1);
  }

  @Test
  void wantsFivePhotographsOfEachLabel() throws IOException {
    Files.createDirectories(folder.resolve("cat"));
    Path dogs = Files.createDirectories(folder.resolve("dog"));
    for (String name : List.of("1.jpg", "2.png", "3.webp", "4.jpeg", "notes.txt")) {
      Files.createFile(dogs.resolve(name));
      Files.createFile(folder.resolve("cat").resolve(name));
    }
    assertThat(run("train", folder.toString(), "model.keras")).isEqualTo(1);
    assertThat(err.toString()).contains("cat must have 5 photographs", "but has 4").hasLineCount(1);
  }

  @Test
  void namesAFolderThatIsNotThere() {
    Path nothing = folder.resolve("nothing");
    assertThat(run("train", nothing.toString(), "model.keras")).isEqualTo(1);
    assertThat(err.toString()).contains(nothing.toString()).hasLineCount(1);
  }

  @Test
  void saysBeforeItLooksThatTheModelCannotBeWritten() throws IOException {
    Path missing = folder.resolve("missing");
    String photographs = folder.resolve("nothing").toString();
    assertThat(run("train", photographs, missing.resolve("model.keras").toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(missing + " must be a folder that you can write to")
        .hasLineCount(1);
    Path taken = Files.createDirectory(folder.resolve("taken.keras"));
    assertThat(run("train", photographs, taken.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(taken + " cannot be written: it is a folder");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("train", folder.toString())).isEqualTo(2);
    assertThat(run("train", folder.toString(), "model.h5")).isEqualTo(2);
    assertThat(err.toString()).contains("Name a command", "FILE.keras'", "must end in .keras");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private int run(String... arguments) {
    return Program.execute(
        Program.commandLine(FineTuning.class).setErr(new PrintWriter(err, true)), arguments);
  }
}
