package io.labelstream.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

/** What {@code sql.md} says of options is what they say of themselves. */
class SqlPageTest {

  @Test
  void thePageHasEveryOption() throws IOException {
    LabelstreamModelProviderFactory factory = new LabelstreamModelProviderFactory();
    List<String> options =
        Stream.concat(factory.requiredOptions().stream(), factory.optionalOptions().stream())
            .map(SqlPageTest::row)
            .toList();
    String page = Files.readString(Path.of("src/site/markdown/sql.md"));
    assertThat(page)
        .contains(
            "| option | default | meaning |\n|---|---|---|\n" + String.join("", options) + "\n");
  }

  private static String row(ConfigOption<?> option) {
    return "| `%s` | %s | %s |\n"
        .formatted(
            option.key(),
            option.hasDefaultValue()
                ? "`" + option.defaultValue().toString().toLowerCase(Locale.ROOT) + "`"
                : "required",
            new HtmlFormatter().format(option.description()));
  }
}
