package io.labelstream.settings;

import static io.labelstream.settings.Type.choice;

/**
 * What is logged, and how. Flink's processes have a logging configuration of their own, which no
 * setting of a job can change.
 */
public final class LogSettings {

  public enum Format {
    TEXT,
    JSON
  }

  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public static final Setting<Format> LOG_FORMAT =
      new Setting<>(
          "log-format=text",
          choice(Format.class),
          "text: a line for people; json: an object of the Elastic Common Schema on each line");
  public static final Setting<Level> LOG_LEVEL =
      new Setting<>(
          "log-level=info",
          choice(Level.class),
          "error, warn, info, debug or trace: what is less than that is not logged");

  private LogSettings() {}
}
