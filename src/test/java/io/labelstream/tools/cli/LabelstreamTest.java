package io.labelstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.labelstream.bench.Benchmarks;
import io.labelstream.serve.FacadeProgram;
import io.labelstream.serve.Program;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Setting;
import io.labelstream.tools.tuning.FineTuning;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class LabelstreamTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<CommandLine> programs() {
    return Stream.of(Labelstream.class, FacadeProgram.class, Benchmarks.class)
        .map(Program::commandLine);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyCommandHasHelp(CommandLine program) {
    List<String> commands = new ArrayList<>();
    commands(program, "", commands);
    assertThat(commands).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    for (String command : commands) {
      StringWriter help = new StringWriter();
      StringWriter errors = new StringWriter();
      program.setOut(new PrintWriter(help)).setErr(new PrintWriter(errors));
      assertThat(Program.execute(program, (command + " --help").strip().split(" "))).isZero();
      assertThat(help.toString())
          .startsWith("Usage: " + (program.getCommandName() + " " + command).strip())
          .contains(command.isEmpty() ? "Commands:" : "--help");
      assertThat(errors.toString()).isEmpty();
    }
  }

  private static void commands(CommandLine command, String path, List<String> into) {
    into.add(path.strip());
    command.getSubcommands().forEach((name, sub) -> commands(sub, path + " " + name, into));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model",
        "models",
        "models use",
        "models use resnet50",
        "models canary resnet50-int8@0d569777cf3c",
        "models canary resnet50-int8@0d569777cf3c --share 2",
        "models withdraw model",
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
  void publishingSaysWhatIsMissing(@TempDir Path folder) {
    assertThat(run("models", "publish", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("name the registry: --models URI");
    assertThat(run("models", "publish", folder.toString(), "--models", folder.toUri().toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("no compiled model in " + folder);
    assertThat(run("models", "publish", folder.toString(), "--model-s", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--model-s is not a setting").doesNotContain("Exception");
  }

  @Test
  void aModelThatIsNotThereIsNotUsed(@TempDir Path folder) {
    String id = "resnet50-int8@0d569777cf3c";
    assertThat(run("models", "use", id, "--models", folder.toUri().toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("there is no model " + id + " in " + folder.toUri())
        .doesNotContain("Exception");
  }

  @Test
  void aSettingMayStandBeforeWhatItIsNot(@TempDir Path folder) {
    String id = "resnet50-int8@0d569777cf3c";
    String models = folder.toUri().toString();
    int exit =
        run(
            "models",
            "use",
            "--kafka.client.id",
            "me",
            "--model-linger",
            "1s",
            "--models",
            models,
            id);
    assertThat(exit).as(err.toString()).isEqualTo(1);
    assertThat(err.toString()).contains("there is no model " + id + " in " + models);
    assertThat(run("models", "use", "--modles", models, id)).isEqualTo(2);
    assertThat(err.toString()).contains("--modles is not a setting: --help lists them");
  }

  static Stream<CommandLine> allPrograms() {
    return Stream.concat(programs(), Stream.of(Program.commandLine(FineTuning.class)));
  }

  /** A setting's flag takes the next word, whatever command it is of. */
  @ParameterizedTest
  @MethodSource("allPrograms")
  void anOptionWithTheNameOfASettingTakesOneValue(CommandLine program) {
    assertThat(options(program))
        .filteredOn(option -> Stream.of(option.names()).anyMatch(Scope::isFlag))
        .allSatisfy(
            option -> {
              assertThat(option.arity().min()).as(option.toString()).isEqualTo(1);
              assertThat(option.arity().max()).as(option.toString()).isEqualTo(1);
            });
  }

  private static List<OptionSpec> options(CommandLine command) {
    List<OptionSpec> options = new ArrayList<>(command.getCommandSpec().options());
    command.getSubcommands().values().forEach(sub -> options.addAll(options(sub)));
    return options;
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
            "--port",
            "0",
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
            "--port",
            "0",
            "--kafka-port",
            "0",
            "--flink-port",
            "0");
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("topic in " + config + " is not a setting");
  }

  static Stream<Arguments> commandsThatTakeSettings() {
    return Stream.of(
        arguments("serve", Scope.FACADE),
        arguments("accounts list", Scope.FACADE),
        arguments("accounts delete", Scope.FACADE),
        arguments("cluster submit", Scope.JOB),
        arguments("models publish", Scope.JOB),
        arguments("models use", Scope.JOB),
        arguments("models canary", Scope.JOB),
        arguments("models shadow", Scope.JOB),
        arguments("models withdraw", Scope.JOB),
        arguments("models status", Scope.JOB),
        arguments("models compare", Scope.JOB));
  }

  @ParameterizedTest
  @MethodSource("commandsThatTakeSettings")
  void whoeverTakesSettingsNamesEachInItsHelp(String command, Scope scope) {
    assertThat(run((command + " --help").split(" "))).isZero();
    for (Setting<?> setting : scope.settings()) {
      assertThat(out.toString()).contains("--" + setting.key() + " ");
    }
  }

  @Test
  void serveSaysWhatIsWrongWithItsSettings() {
    assertThat(run("serve", "--port=x", "--images=nowhere")).isEqualTo(2);
    assertThat(err.toString())
        .contains("port must be a whole number", "images must be a URI")
        .doesNotContain("Exception");
  }

  @Test
  void keysAreCreatedListedAndRevoked(@TempDir Path folder) {
    String file = folder.resolve("keys.json").toString();
    assertThat(run("keys", "create", "--keys", file, "--stage", "test", "--account", "ann"))
        .isZero();
    String key = out.toString().strip();
    assertThat(key).matches("test_[0-9a-f]{40}");
    String id = key.substring("test_".length(), "test_".length() + 8);
    assertThat(run("keys", "list", "--keys", file)).isZero();
    assertThat(out.toString()).contains(id + "  test  ann", "10/min");
    assertThat(run("keys", "revoke", "--keys", file, id)).isZero();
    assertThat(run("keys", "revoke", "--keys", file, id)).isEqualTo(1);
    assertThat(err.toString()).contains("There is no key with the id " + id);
  }

  @Test
  void aKeyWithoutARateIsACallThatMakesNoSense(@TempDir Path folder) {
    String file = folder.resolve("keys.json").toString();
    assertThat(run("keys", "create", "--keys", file, "--per-minute", "0")).isEqualTo(2);
    assertThat(folder.resolve("keys.json")).doesNotExist();
  }

  private int run(String... arguments) {
    CommandLine commandLine = Program.commandLine(Labelstream.class);
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return Program.execute(commandLine, arguments);
  }
}
