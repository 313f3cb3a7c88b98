package io.labelstream.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A setting, all of it in one expression. The model is Debezium's {@code Field} and not Flink's
 * {@code ConfigOption}, which has no checks, ends at the first violation and takes a time without a
 * unit for milliseconds.
 *
 * @param line key and default, as they would be a line of a file
 * @param meaning a phrase for whoever sets it
 */
public record Setting<T>(String line, Type<T> type, String meaning) {

  public String key() {
    return line.substring(0, line.indexOf('='));
  }

  public String defaultText() {
    return line.substring(line.indexOf('=') + 1);
  }

  /** What is given; where nothing is, or what does not fit, the default. */
  T value(Map<String, String> texts, Consumer<String> violations) {
    return Optional.ofNullable(texts.get(key()))
        .flatMap(text -> type.read(text, violation -> violations.accept(key() + " " + violation)))
        .or(() -> type.read(defaultText(), violation -> {}))
        .orElseThrow();
  }
}
