package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the settings: an introduction by hand, and from its first section on the tables. */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("src/site/markdown/configuration.md");
  private static final String WRITE = "configuration.write";

  @Test
  void isWrittenFromTheTables() throws IOException {
    String page = Files.readString(PAGE);
    String introduction = page.substring(0, page.indexOf("\n## ") + 1);
    String written =
        introduction
            + Scope.BOTH.tables().stream()
                .map(ConfigurationPageTest::section)
                .collect(Collectors.joining("\n"));
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE))
        .as("mvn test -Dtest=ConfigurationPageTest -D%s=true writes it anew", WRITE)
        .isEqualTo(written);
  }

  private static String section(Class<?> table) {
    return "## "
        + table.getSimpleName().replace("Settings", " settings")
        + "\n\n"
        + takers(table)
        + "\n\n| setting | default | meaning |\n|---|---|---|\n"
        + new Scope(List.of(table))
            .settings().stream().map(ConfigurationPageTest::row).collect(Collectors.joining());
  }

  private static String takers(Class<?> table) {
    return Stream.of(Scope.JOB, Scope.FACADE)
        .filter(scope -> scope.tables().contains(table))
        .map(scope -> scope.equals(Scope.JOB) ? "the job" : "the facade")
        .collect(Collectors.joining(" and ", "For ", "."));
  }

  private static String row(Setting<?> setting) {
    String byDefault = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
    return "| `%s` | %s | %s |\n".formatted(setting.key(), byDefault, setting.meaning());
  }
}
