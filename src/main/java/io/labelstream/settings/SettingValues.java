package io.labelstream.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of settings as text, turned into what they mean; every fault on the way is collected. */
final class SettingValues {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");

  /** What has a setting of its own, or would break the job's own reading and writing. */
  private static final Map<String, String> OWN_SETTINGS =
      Map.of(
          "bootstrap.servers", Setting.BOOTSTRAP_SERVERS.key(),
          "group.id", Setting.GROUP_ID.key(),
          "transactional.id", Setting.TRANSACTIONAL_ID_PREFIX.key());

  private static final String AS_BYTES = "records are read and written as bytes";

  private static final Map<String, String> FIXED =
      Map.of(
          "key.deserializer", AS_BYTES,
          "value.deserializer", AS_BYTES,
          "key.serializer", AS_BYTES,
          "value.serializer", AS_BYTES,
          "enable.auto.commit", "what is not answered yet must not be committed");

  private final Map<String, String> values;
  private final List<String> faults = new ArrayList<>();

  SettingValues(Map<String, String> values) {
    this.values = values;
  }

  /** Adds what is wrong with settings together. */
  void fault(String fault) {
    faults.add(fault);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettingsException if there was a fault
   */
  void check() {
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
  }

  private String value(SettingKey setting) {
    return values.getOrDefault(setting.key(), setting.defaultValue());
  }

  String required(SettingKey setting) {
    String value = value(setting);
    if (value.isEmpty()) {
      faults.add(setting.key() + " must not be empty");
    }
    return value;
  }

  Optional<String> optional(SettingKey setting) {
    return Optional.of(value(setting)).filter(value -> !value.isEmpty());
  }

  /** The items of a list; empty ones are left out. */
  List<String> list(SettingKey setting) {
    return Arrays.stream(value(setting).split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /**
   * The URI of a folder, with a slash at its end.
   *
   * @param what the setting holds, for those who have to mend it
   */
  Optional<URI> prefix(SettingKey setting, String text, String what) {
    try {
      URI folder = new URI(text.endsWith("/") ? text : text + "/");
      if (folder.isAbsolute() && folder.getPath() != null) {
        return Optional.of(folder);
      }
    } catch (URISyntaxException e) {
      // Reported below, like a relative one.
    }
    fault(
        setting.key()
            + " must be "
            + what
            + " such as s3://bucket/images/, but there is '"
            + text
            + "'");
    return Optional.empty();
  }

  int number(SettingKey setting, int minimum) {
    try {
      int number = Integer.parseInt(value(setting));
      if (number >= minimum) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    faults.add(
        setting.key()
            + " must be a whole number of at least "
            + minimum
            + ", but is '"
            + value(setting)
            + "'");
    return minimum;
  }

  Duration duration(SettingKey setting) {
    Matcher matcher = DURATION.matcher(value(setting));
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
      if (duration.toMillis() >= 10) {
        return duration;
      }
    }
    faults.add(
        setting.key()
            + " must be a time of at least 10ms, such as 500ms, 10s or 1m, but is '"
            + value(setting)
            + "'");
    return Duration.ofSeconds(5);
  }

  /** One of an enum's constants, which are written as keys are. */
  <E extends Enum<E>> E choice(SettingKey setting, Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      choices.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    E choice = choices.get(value(setting));
    if (choice == null) {
      faults.add(
          setting.key()
              + " must be "
              + String.join(" or ", choices.keySet())
              + ", but is '"
              + value(setting)
              + "'");
      choice = type.getEnumConstants()[0];
    }
    return choice;
  }

  KafkaProperties kafka() {
    Map<String, String> properties = new HashMap<>();
    values.forEach(
        (key, value) -> {
          if (!key.startsWith(SettingKey.KAFKA_PREFIX)) {
            return;
          }
          String property = key.substring(SettingKey.KAFKA_PREFIX.length());
          String name = property.replaceFirst("^(consumer|producer)\\.", "");
          if (OWN_SETTINGS.containsKey(name)) {
            faults.add(key + " is set by " + OWN_SETTINGS.get(name));
          } else if (FIXED.containsKey(name)) {
            faults.add(key + " cannot be set: " + FIXED.get(name));
          } else {
            properties.put(property, value);
          }
        });
    return new KafkaProperties(properties);
  }
}
