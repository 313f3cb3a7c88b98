package io.labelstream.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns text into {@link JobSettings} and collects every fault on the way. */
final class JobSettingsParser {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");
  private static final int MIN_ANSWER_BYTES = 16_384;

  /** What has a setting of its own, or would break the job's own reading and writing. */
  private static final Map<String, String> OWN_SETTINGS =
      Map.of(
          "bootstrap.servers", Setting.BOOTSTRAP_SERVERS.key(),
          "group.id", Setting.GROUP_ID.key(),
          "transactional.id", Setting.TRANSACTIONAL_ID_PREFIX.key());

  private static final Set<String> FIXED =
      Set.of("key.deserializer", "value.deserializer", "key.serializer", "value.serializer");

  private final Map<String, String> values;
  private final List<String> faults = new ArrayList<>();

  JobSettingsParser(Map<String, String> values) {
    this.values = values;
  }

  JobSettings parse() {
    String jobName = required(Setting.JOB_NAME);
    JobSettings settings =
        new JobSettings(
            required(Setting.BOOTSTRAP_SERVERS),
            required(Setting.REQUESTS_TOPIC),
            required(Setting.RESULTS_TOPIC),
            required(Setting.GROUP_ID),
            optional(Setting.MODEL),
            choice(Setting.PRECISION, PrecisionChoice.class),
            prefixes(Setting.REFERENCES),
            choice(Setting.OPTIMIZE_FOR, Optimization.class),
            choice(Setting.DELIVERY_GUARANTEE, DeliveryGuarantee.class),
            optional(Setting.TRANSACTIONAL_ID_PREFIX).orElse(jobName),
            Optional.of(number(Setting.PARALLELISM, 0)).filter(tasks -> tasks > 0),
            duration(Setting.CHECKPOINT_INTERVAL),
            optional(Setting.CHECKPOINT_DIRECTORY),
            number(Setting.MAX_ANSWER_BYTES, MIN_ANSWER_BYTES),
            jobName,
            kafka());
    if (settings.requestsTopic().equals(settings.resultsTopic())) {
      faults.add("requests-topic and results-topic must differ");
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
    return settings;
  }

  private String value(Setting setting) {
    return values.getOrDefault(setting.key(), setting.defaultValue());
  }

  private String required(Setting setting) {
    String value = value(setting);
    if (value.isEmpty()) {
      faults.add(setting.key() + " must not be empty");
    }
    return value;
  }

  private Optional<String> optional(Setting setting) {
    return Optional.of(value(setting)).filter(value -> !value.isEmpty());
  }

  private List<URI> prefixes(Setting setting) {
    List<URI> prefixes = new ArrayList<>();
    for (String item : value(setting).split(",", -1)) {
      String text = item.strip();
      if (text.isEmpty()) {
        continue;
      }
      try {
        URI prefix = new URI(text.endsWith("/") ? text : text + "/");
        if (prefix.isAbsolute() && prefix.getPath() != null) {
          prefixes.add(prefix);
          continue;
        }
      } catch (URISyntaxException e) {
        // Reported below, like a relative one.
      }
      faults.add(
          setting.key()
              + " must be URI prefixes such as s3://bucket/images/, but there is '"
              + text
              + "'");
    }
    return prefixes;
  }

  private int number(Setting setting, int minimum) {
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

  private Duration duration(Setting setting) {
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
  private <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
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

  private KafkaProperties kafka() {
    Map<String, String> properties = new HashMap<>();
    values.forEach(
        (key, value) -> {
          if (!key.startsWith(Setting.KAFKA_PREFIX)) {
            return;
          }
          String property = key.substring(Setting.KAFKA_PREFIX.length());
          String name = property.replaceFirst("^(consumer|producer)\\.", "");
          if (OWN_SETTINGS.containsKey(name)) {
            faults.add(key + " is set by " + OWN_SETTINGS.get(name));
          } else if (FIXED.contains(name)) {
            faults.add(key + " cannot be set: the job reads and writes bytes");
          } else {
            properties.put(property, value);
          }
        });
    return new KafkaProperties(properties);
  }
}
