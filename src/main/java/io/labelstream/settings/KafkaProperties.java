package io.labelstream.settings;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Properties that are passed to the Kafka clients as they are: {@code kafka.<property>} to both
 * sides, {@code kafka.consumer.<property>} and {@code kafka.producer.<property>} to one. Their
 * values may be passwords, so {@link #toString} shows the keys alone.
 */
public final class KafkaProperties {

  private static final String CONSUMER = "consumer.";
  private static final String PRODUCER = "producer.";

  private final Map<String, String> properties;

  /** Properties by key, without the prefix {@code kafka.}. */
  public KafkaProperties(Map<String, String> properties) {
    this.properties = new TreeMap<>(properties);
  }

  /** What the consumer gets. */
  public Properties consumer() {
    return select(CONSUMER, PRODUCER);
  }

  /** What the producer gets. */
  public Properties producer() {
    return select(PRODUCER, CONSUMER);
  }

  private Properties select(String own, String other) {
    Properties selected = new Properties();
    properties.forEach(
        (key, value) -> {
          if (!key.startsWith(own) && !key.startsWith(other)) {
            selected.setProperty(key, value);
          }
        });
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(own)) {
            selected.setProperty(key.substring(own.length()), value);
          }
        });
    return selected;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaProperties that && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return properties.hashCode();
  }

  @Override
  public String toString() {
    return "KafkaProperties" + properties.keySet();
  }
}
