package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.serve.Program;
import io.labelstream.tools.compiler.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelImportCommandTest {

  @TempDir private Path source;
  @TempDir private Path output;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void importsForBothEnginesAndInspectShowsIt() throws IOException {
    TinyModel.write(source);
    Path labels = Files.write(source.resolve("names.txt"), List.of("hot_dog", "iPod"));
    int status =
        run(
            "model",
            "import",
            source.toString(),
            "--name=tiny",
            "--labels=" + labels,
            "--preprocess=tf",
            "--resize=squash",
            "--output=" + output);
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .matches("tiny-fp32@[0-9a-f]{12} compiled to .*tiny-fp32");
    assertThat(run("model", "inspect", "--model=" + output.resolve("tiny-fp32"))).isZero();
    assertThat(out.toString())
        .contains("squashed to 2×2, RGB minus [127.5, 127.5, 127.5] by [127.5, 127.5, 127.5]")
        .contains("Labels      2: Hot Dog, iPod");
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    TinyModel.write(source);
    assertThat(run("model", "import", source.toString(), "--name=tiny", "--output=" + output))
        .isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--preprocess");
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void refusesOptionsThatCannotBe() {
    assertThat(run("model", "import", "model.keras")).isEqualTo(2);
    assertThat(run("model", "import", "model.keras", "--name=../mine")).isEqualTo(2);
    assertThat(run("model", "import", "model.keras", "--name=mine", "--size=0")).isEqualTo(2);
    assertThat(run("model", "import", "model.keras", "--name=mine", "--resize=pad")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--name=NAME", "../mine", "--size must be 1 or more", "crop, squash");
  }

  private int run(String... arguments) {
    CommandLine program = Program.commandLine(Labelstream.class);
    program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return Program.execute(program, arguments);
  }
}
