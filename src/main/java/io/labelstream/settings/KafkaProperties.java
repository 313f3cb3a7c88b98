package io.labelstream.settings;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Properties for the Kafka clients: {@code consumer.<property>} and {@code producer.<property>} for
 * one side, others for both. Their values may be passwords, so that only the names are shown.
 */
public record KafkaProperties(Map<String, String> properties) {

  static final String PREFIX = "kafka.";

  private static final String BYTES = "cannot be set: records are read and written as bytes";
  private static final Map<String, String> REFUSED =
      Map.of(
          "bootstrap.servers",
          "is set by bootstrap-servers",
          "group.id",
          "is set by group-id",
          "transactional.id",
          "is set by transactional-id-prefix",
          "enable.auto.commit",
          "cannot be set: what is not answered yet must not be committed",
          "key.deserializer",
          BYTES,
          "value.deserializer",
          BYTES,
          "key.serializer",
          BYTES,
          "value.serializer",
          BYTES);

  /** Picks them out of the texts of all settings. */
  static KafkaProperties of(Map<String, String> texts, Consumer<String> violations) {
    Map<String, String> properties = new TreeMap<>();
    texts.keySet().stream()
        .filter(key -> key.startsWith(PREFIX))
        .forEach(key -> properties.put(key.substring(PREFIX.length()), texts.get(key)));
    properties
        .keySet()
        .forEach(
            property -> {
              String why = REFUSED.get(property.replaceFirst("^(consumer|producer)\\.", ""));
              if (why != null) {
                violations.accept(PREFIX + property + " " + why);
              }
            });
    return new KafkaProperties(properties);
  }

  public Properties consumer() {
    return side("consumer.");
  }

  public Properties producer() {
    return side("producer.");
  }

  private Properties side(String own) {
    Properties side = new Properties();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(own)) {
            side.setProperty(name.substring(own.length()), value);
          } else if (!name.matches("(consumer|producer)\\..*")) {
            side.putIfAbsent(name, value);
          }
        });
    return side;
  }

  @Override
  public String toString() {
    return "KafkaProperties" + properties.keySet();
  }
}
