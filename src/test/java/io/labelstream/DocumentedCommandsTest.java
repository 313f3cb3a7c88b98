package io.labelstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.bench.Benchmarks;
import io.labelstream.serve.FacadeProgram;
import io.labelstream.tools.cli.Labelstream;
import io.labelstream.tools.tuning.FineTuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The commands and options that the pages name are there. */
class DocumentedCommandsTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern CALL =
      Pattern.compile(
          "(?:java -jar target/(labelstream[a-z-]*\\.jar)|sh (deploy/[a-z]+\\.sh)|(flink run) \\S+)"
              + "([^\\n&;|#]*)");
  private static final Pattern OPTION = Pattern.compile("(?<=\\s|^)--[a-z][a-z-]*");
  private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

  private static final CommandLine LABELSTREAM = new CommandLine(Labelstream.class);

  private static final Map<String, CommandLine> PROGRAMS =
      Map.of(
          "labelstream.jar",
          LABELSTREAM,
          "labelstream-facade.jar",
          new CommandLine(FacadeProgram.class),
          "labelstream-bench.jar",
          new CommandLine(Benchmarks.class),
          "deploy/local.sh",
          LABELSTREAM.getSubcommands().get("local"),
          "deploy/classify.sh",
          LABELSTREAM.getSubcommands().get("classify"),
          "deploy/cluster.sh",
          LABELSTREAM.getSubcommands().get("cluster"),
          "deploy/tune.sh",
          new CommandLine(FineTuning.class),
          // A script that has no options of its own.
          "deploy/images.sh",
          new CommandLine(CommandLine.Model.CommandSpec.create()));

  /** As options; what the page has is held by a test of its own. */
  private static Set<String> settings;

  @BeforeAll
  static void readSettings() throws IOException {
    settings =
        SETTING
            .matcher(Files.readString(Path.of("src/site/markdown/configuration.md")))
            .results()
            .map(setting -> "--" + setting.group(1))
            .collect(Collectors.toSet());
    settings.add("--config");
  }

  static List<Path> pages() {
    return DocumentationTest.pages();
  }

  @Test
  void callsAreFound() throws IOException {
    assertThat(calls(Path.of("src/site/markdown/operations.md"))).hasSizeGreaterThan(12);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void callsAreUnderstood(Path page) throws IOException {
    assertThat(calls(page)).allSatisfy(DocumentedCommandsTest::isUnderstood);
  }

  private static Stream<MatchResult> calls(Path page) throws IOException {
    String text = Files.readString(page).replace("\\\n", " ");
    return Stream.concat(BLOCK.matcher(text).results(), INLINE.matcher(text).results())
        .map(found -> found.group(1))
        .flatMap(code -> CALL.matcher(code).results());
  }

  private static void isUnderstood(MatchResult call) {
    Set<String> options = options(call.group(4)).collect(Collectors.toSet());
    if (call.group(3) != null) {
      assertThat(settings).containsAll(options);
      return;
    }
    CommandLine command = PROGRAMS.get(call.group(1) == null ? call.group(2) : call.group(1));
    assertThat(command).as(call.group()).isNotNull();
    Set<String> known = new HashSet<>(command.getCommandSpec().optionsMap().keySet());
    Iterator<String> words = List.of(call.group(4).strip().split("\\s+", -1)).iterator();
    while (words.hasNext() && !command.getSubcommands().isEmpty()) {
      CommandLine next = command.getSubcommands().get(words.next());
      if (next != null) {
        command = next;
        known.addAll(command.getCommandSpec().optionsMap().keySet());
      }
    }
    if (!command.getCommandSpec().unmatchedArgsBindings().isEmpty()) {
      known.addAll(settings);
    }
    assertThat(known).as(call.group()).containsAll(options);
    assertThat(command.getSubcommands()).as(call.group()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void optionsThatAreNamedAloneAreThere(Path page) throws IOException {
    Set<String> known = new HashSet<>(settings);
    PROGRAMS.values().forEach(program -> addOptions(program, known));
    Stream<String> alone =
        INLINE
            .matcher(Files.readString(page))
            .results()
            .map(code -> code.group(1))
            .filter(code -> code.startsWith("--"));
    assertThat(known).containsAll(alone.flatMap(DocumentedCommandsTest::options).toList());
  }

  private static void addOptions(CommandLine command, Set<String> options) {
    options.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(sub -> addOptions(sub, options));
  }

  private static Stream<String> options(String text) {
    return OPTION.matcher(text).results().map(MatchResult::group);
  }
}
