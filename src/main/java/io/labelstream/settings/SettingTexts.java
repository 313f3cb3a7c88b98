package io.labelstream.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Texts of settings by key. A flag ({@code --key value}) wins over the environment ({@code
 * LABELSTREAM_KEY}), that over the file ({@code --config FILE}, Java properties). A key that nobody
 * knows is a violation: it is mostly a known one misspelt.
 */
final class SettingTexts {

  private static final String VARIABLE = "LABELSTREAM_";

  /** What Kubernetes puts into the environment for a Service of the name labelstream. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT_.*)=.*|.*_PORT=[a-z]+://.*");

  private final Map<String, String> texts = new TreeMap<>();
  private final Consumer<String> violations;

  private SettingTexts(Consumer<String> violations) {
    this.violations = violations;
  }

  /** Reads all sources, the strongest last. */
  static Map<String, String> read(
      Scope scope,
      List<String> flags,
      Map<String, String> environment,
      Consumer<String> violations) {
    SettingTexts all = new SettingTexts(violations);
    Map<String, String> own = all.flags(flags);
    String file = own.remove("config");
    file = file == null ? environment.get(VARIABLE + "CONFIG") : file;
    if (file != null) {
      all.file(Path.of(file));
    }
    all.environment(environment);
    own.forEach((key, text) -> all.put(scope, key, text, "--" + key));
    return all.texts;
  }

  private Map<String, String> flags(List<String> arguments) {
    Map<String, String> flags = new TreeMap<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--")) {
        violations.accept(
            "'" + argument + "' is not an option: options are --key value or --key=value");
      } else if (equals > 0) {
        flags.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (rest.hasNext()) {
        flags.put(argument.substring(2), rest.next());
      } else {
        violations.accept(argument + " needs a value");
      }
    }
    return flags;
  }

  private void file(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      violations.accept("there is no configuration file " + file.toAbsolutePath());
    } catch (IOException | IllegalArgumentException e) {
      violations.accept(
          "the configuration file " + file.toAbsolutePath() + " cannot be read: " + e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      put(Scope.BOTH, key, properties.getProperty(key), key + " in " + file);
    }
  }

  private void environment(Map<String, String> environment) {
    environment.forEach(
        (name, text) -> {
          if (name.startsWith(VARIABLE)
              && !name.equals(VARIABLE + "CONFIG")
              && !SERVICE_LINK.matcher(name + "=" + text).matches()) {
            String key = name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT);
            char separator = key.startsWith("kafka_") ? '.' : '-';
            put(Scope.BOTH, key.replace('_', separator), text, name + " in the environment");
          }
        });
  }

  private void put(Scope scope, String key, String text, String origin) {
    if (scope.takes(key)) {
      texts.put(key, text.strip());
    } else {
      violations.accept(origin + " is not a setting: --help lists them");
    }
  }
}
