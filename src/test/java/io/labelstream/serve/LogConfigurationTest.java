package io.labelstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log4j has been started in this process, so that it takes no notice of these properties. */
class LogConfigurationTest {

  private static final String FILE = "log4j2.configurationFile";
  private static final String OTHER_NAME = "log4j.configurationFile";

  @AfterEach
  void clear() {
    System.clearProperty(FILE);
    System.clearProperty(OTHER_NAME);
  }

  @Test
  void isOursUnlessOneIsGiven() {
    LogConfiguration.choose("log4j2-serve.xml");
    assertThat(System.getProperty(FILE)).isEqualTo("log4j2-serve.xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {FILE, OTHER_NAME})
  void isTheOneThatIsGiven(String name) {
    System.setProperty(name, "mine.xml");
    LogConfiguration.choose("log4j2-serve.xml");
    assertThat(System.getProperty(name)).isEqualTo("mine.xml");
    assertThat(System.getProperties().stringPropertyNames())
        .filteredOn(property -> property.endsWith(".configurationFile"))
        .containsExactly(name);
  }

  @Test
  void hasTheVariablesOfTheSettings() {
    assertThat(LogConfiguration.variables(Settings.defaults(Scope.FACADE)))
        .isEqualTo(Map.of("labelstream.log.format", "text", "labelstream.log.level", "info"));
    Settings settings =
        Settings.read(
            Scope.FACADE, List.of("--log-format=json"), Map.of("LABELSTREAM_LOG_LEVEL", "debug"));
    assertThat(LogConfiguration.variables(settings))
        .isEqualTo(Map.of("labelstream.log.format", "json", "labelstream.log.level", "debug"));
  }
}
