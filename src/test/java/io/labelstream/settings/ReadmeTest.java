package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {

  static Stream<SettingKey> settings() {
    return Stream.concat(Arrays.stream(Setting.values()), Arrays.stream(FacadeSetting.values()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void hasARowForEverySetting(SettingKey setting) throws IOException {
    String value = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
    assertThat(Files.readString(Path.of("src/site/markdown/configuration.md")))
        .contains("| `%s` | %s | %s |".formatted(setting.key(), value, setting.description()));
  }
}
