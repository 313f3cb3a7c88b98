package io.labelstream.serve;

import io.labelstream.settings.LogSettings;
import io.labelstream.settings.Settings;
import java.util.Locale;
import java.util.Map;

/**
 * Which configuration Log4j reads, and the variables in ours. Both have to be set before the first
 * logger is made.
 */
public final class LogConfiguration {

  /** The variable by which processes that are started from here take a configuration over. */
  public static final String GIVEN_IN_ENVIRONMENT = "LOG4J_CONFIGURATION_FILE";

  private static final String FILE = "log4j2.configurationFile";
  private static final String OTHER_NAME_OF_FILE = "log4j.configurationFile";
  private static final String FORMAT = "labelstream.log.format";
  private static final String LEVEL = "labelstream.log.level";

  private LogConfiguration() {}

  /** Has Log4j read a configuration of ours, unless whoever starts the process has named one. */
  static void choose(String resource) {
    boolean given =
        System.getProperty(FILE) != null
            || System.getProperty(OTHER_NAME_OF_FILE) != null
            || System.getenv(GIVEN_IN_ENVIRONMENT) != null;
    if (!given) {
      System.setProperty(FILE, resource);
    }
  }

  /** Sets the variables for this process. */
  public static void apply(Settings settings) {
    variables(settings).forEach(System::setProperty);
  }

  /** The system properties that our configurations read. */
  public static Map<String, String> variables(Settings settings) {
    return Map.of(
        FORMAT,
        settings.get(LogSettings.LOG_FORMAT).name().toLowerCase(Locale.ROOT),
        LEVEL,
        settings.get(LogSettings.LOG_LEVEL).name().toLowerCase(Locale.ROOT));
  }
}
