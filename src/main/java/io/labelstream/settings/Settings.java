package io.labelstream.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Values of all settings of a scope, immutable, each had with its own type. */
public final class Settings {

  private final Map<String, Object> values;
  private final KafkaProperties kafka;

  private Settings(Map<String, Object> values, KafkaProperties kafka) {
    this.values = values;
    this.kafka = kafka;
  }

  /**
   * Reads flags, the environment and the file that either may name.
   *
   * @param flags {@code --key value} or {@code --key=value}, each
   * @throws InvalidSettingsException if a key is unknown or a value does not fit; the message names
   *     all of them
   */
  public static Settings read(Scope scope, List<String> flags, Map<String, String> environment) {
    List<String> violations = new ArrayList<>();
    Map<String, String> texts = SettingTexts.read(scope, flags, environment, violations::add);
    Map<String, Object> values = new TreeMap<>();
    for (Setting<?> setting : scope.settings()) {
      values.put(setting.key(), setting.value(texts, violations::add));
    }
    Settings settings = new Settings(values, KafkaProperties.of(texts, violations::add));
    if (scope.tables().contains(JobSettings.class)) {
      JobSettings.check(settings, violations::add);
      ModelSettings.check(settings, violations::add);
    }
    if (!violations.isEmpty()) {
      throw new InvalidSettingsException(violations);
    }
    return settings;
  }

  /** Without any flag, variable or file. */
  public static Settings defaults(Scope scope) {
    return read(scope, List.of(), Map.of());
  }

  @SuppressWarnings("unchecked") // Each key has one setting, of whose type its value is.
  public <T> T get(Setting<T> setting) {
    return (T) Objects.requireNonNull(values.get(setting.key()), setting.key());
  }

  /** The same but for a value, which is not checked. */
  public <T> Settings with(Setting<T> setting, T value) {
    Map<String, Object> changed = new TreeMap<>(values);
    changed.put(setting.key(), value);
    return new Settings(changed, kafka);
  }

  public KafkaProperties kafka() {
    return kafka;
  }

  /** Shows no secrets. */
  @Override
  public String toString() {
    return values + " " + kafka;
  }
}
