package io.labelstream.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A setting's key, its default and what it means. */
public interface SettingKey {

  /** Keys with this prefix are passed to the Kafka clients. */
  String KAFKA_PREFIX = "kafka.";

  /** The constant's name. */
  String name();

  /** The key in a file and, behind two dashes, on the command line. */
  default String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The value where none is given. */
  String defaultValue();

  /** One sentence for the reference. */
  String description();

  /** Any setting, of the job or of the facade: one file and one environment may serve both. */
  static Optional<SettingKey> of(String key) {
    return Stream.<SettingKey>concat(
            Arrays.stream(Setting.values()), Arrays.stream(FacadeSetting.values()))
        .filter(setting -> setting.key().equals(key))
        .findFirst();
  }
}
