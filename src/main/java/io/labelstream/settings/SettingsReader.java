package io.labelstream.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects settings by key. A flag ({@code --key value}) wins over the environment ({@code
 * LABELSTREAM_KEY}), that over the file ({@code --config FILE}, Java properties), that over the
 * default. A key that nobody knows is a fault: it is mostly a known one misspelt.
 */
final class SettingsReader {

  private static final String ENVIRONMENT_PREFIX = "LABELSTREAM_";

  /** What Kubernetes puts into the environment for a Service of the name labelstream. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT_.*)=.*|.*_PORT=[a-z]+://.*");

  private final Map<String, String> values = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private SettingsReader() {}

  /**
   * Reads all three sources, the strongest last.
   *
   * @param own the settings that there are flags for; a file and the environment may have others
   */
  static Map<String, String> read(
      List<String> arguments,
      Map<String, String> environment,
      Collection<? extends SettingKey> own) {
    SettingsReader reader = new SettingsReader();
    Map<String, String> flags = reader.flags(arguments);
    String file = flags.remove("config");
    if (file == null) {
      file = environment.get(ENVIRONMENT_PREFIX + "CONFIG");
    }
    if (file != null) {
      reader.file(Path.of(file));
    }
    reader.environment(environment);
    Set<String> ownKeys = own.stream().map(SettingKey::key).collect(Collectors.toSet());
    flags.forEach(
        (key, value) -> {
          boolean known = ownKeys.contains(key) || key.startsWith(SettingKey.KAFKA_PREFIX);
          reader.put(key, value, "--" + key, known);
        });
    if (!reader.faults.isEmpty()) {
      throw new InvalidSettingsException(reader.faults);
    }
    return reader.values;
  }

  private Map<String, String> flags(List<String> arguments) {
    Map<String, String> flags = new TreeMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        faults.add("'" + argument + "' is not an option: options are --key value or --key=value");
        continue;
      }
      int equals = argument.indexOf('=');
      if (equals > 0) {
        flags.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (i + 1 < arguments.size()) {
        flags.put(argument.substring(2), arguments.get(++i));
      } else {
        faults.add(argument + " needs a value");
      }
    }
    return flags;
  }

  private void file(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      faults.add("there is no configuration file " + file.toAbsolutePath());
    } catch (IOException | IllegalArgumentException e) {
      faults.add(
          "the configuration file " + file.toAbsolutePath() + " cannot be read: " + e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      put(key, properties.getProperty(key), key + " in " + file);
    }
  }

  private void environment(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(ENVIRONMENT_PREFIX)
              || name.equals(ENVIRONMENT_PREFIX + "CONFIG")
              || SERVICE_LINK.matcher(name + "=" + value).matches()) {
            return;
          }
          String key = name.substring(ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT);
          boolean kafka = key.startsWith("kafka_");
          put(key.replace('_', kafka ? '.' : '-'), value, name + " in the environment");
        });
  }

  private void put(String key, String value, String origin) {
    boolean known = key.startsWith(SettingKey.KAFKA_PREFIX) || SettingKey.of(key).isPresent();
    put(key, value, origin, known);
  }

  private void put(String key, String value, String origin, boolean known) {
    if (known) {
      values.put(key, value.strip());
    } else {
      faults.add(origin + " is not a setting: --help lists them");
    }
  }
}
