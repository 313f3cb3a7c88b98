package io.labelstream.settings;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who takes settings: those of some tables, in the order of their declaration. A file and the
 * environment may hold others' besides, flags may not.
 */
public record Scope(List<Class<?>> tables) {

  public static final Scope JOB =
      of(
          TopicSettings.class,
          RolloutSettings.class,
          JobSettings.class,
          ModelSettings.class,
          RecordSettings.class);
  public static final Scope FACADE =
      of(
          TopicSettings.class,
          RolloutSettings.class,
          ServerSettings.class,
          AnswerSettings.class,
          ImageSettings.class,
          FeedSettings.class,
          LogSettings.class);

  /** A process that is job and facade. */
  public static final Scope BOTH =
      of(Stream.of(JOB, FACADE).flatMap(scope -> scope.tables.stream()).toArray(Class<?>[]::new));

  private static Scope of(Class<?>... tables) {
    return new Scope(Stream.of(tables).distinct().toList());
  }

  public List<Setting<?>> settings() {
    return tables.stream()
        .flatMap(table -> Stream.of(table.getFields()))
        .<Setting<?>>map(Scope::setting)
        .toList();
  }

  private static Setting<?> setting(Field field) {
    try {
      return (Setting<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a word of a command line is the flag of some setting whose value is the next word. */
  public static boolean isFlag(String word) {
    return word.startsWith("--")
        && word.indexOf('=') < 0
        && (word.equals("--config") || BOTH.takes(word.substring(2)));
  }

  boolean takes(String key) {
    return key.startsWith(KafkaProperties.PREFIX)
        || settings().stream().anyMatch(setting -> setting.key().equals(key));
  }

  /** What {@code --help} says of the settings. */
  public String help() {
    return SettingsHelp.of(settings());
  }
}
