package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LabelstreamTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "local --help",
        "classify --help",
        "evaluate --help",
        "model --help",
        "model compile --help",
        "model inspect --help"
      })
  void everyCommandHasHelp(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).startsWith("Usage: labelstream");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model",
        "classify",
        "local --kafka-port=x",
        "classify --top-k=0 a.jpg",
        "classify --format=xml a.jpg",
        "evaluate"
      })
  void aCallThatMakesNoSenseEndsWithTwoAndTheUsage(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: labelstream");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMisspeltCommandIsGuessed() {
    assertThat(run("clasify")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean: labelstream classify");
  }

  @Test
  void inspectingNoModelSaysWhatToDo(@TempDir Path empty) {
    assertThat(run("model", "inspect", "--model", empty.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("no compiled model in " + empty)
        .contains("labelstream model compile")
        .doesNotContain("Exception");
  }

  @Test
  void localWithoutAModelSaysWhatToDo(@TempDir Path folder) {
    int exit =
        run(
            "local",
            "--data",
            folder.resolve("data").toString(),
            "--model",
            folder.resolve("none").toString(),
            "--kafka-port",
            "0",
            "--flink-port",
            "0");
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("no compiled model in ").doesNotContain("Exception");
  }

  @Test
  void localRefusesAnUnknownSetting(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("job.properties"), "topic=x\n");
    int exit =
        run(
            "local",
            "--data",
            folder.resolve("data").toString(),
            "--config",
            config.toString(),
            "--kafka-port",
            "0",
            "--flink-port",
            "0");
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("topic in " + config + " is not a setting");
  }

  private int run(String... arguments) {
    CommandLine commandLine = Labelstream.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
