package io.labelstream.kafka;

import io.labelstream.settings.InvalidSettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The properties that Kafka's clients are made with, which an operator may have set: whatever is
 * wrong with them is one sentence.
 */
public final class ClientSettings {

  /** Kafka's own definitions do not tell them from other lists. */
  private static final Set<String> LISTS_OF_CLASSES =
      Set.of(
          CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
          ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          SecurityConfig.SECURITY_PROVIDERS_CONFIG,
          AbstractConfig.CONFIG_PROVIDERS_CONFIG);

  private ClientSettings() {}

  /**
   * What a consumer will take from its properties. Classes that they name, and files, need not be
   * here: the consumer may be made on another machine.
   *
   * @throws InvalidSettingsException if a consumer would refuse them
   */
  public static ConsumerConfig consumer(Properties properties) {
    Properties here = elsewhere(properties, ConsumerConfig.configDef());
    here.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    here.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return open("consumer", () -> new ConsumerConfig(here));
  }

  /**
   * The same for a producer.
   *
   * @throws InvalidSettingsException if a producer would refuse them
   */
  public static ProducerConfig producer(Properties properties) {
    Properties here = elsewhere(properties, ProducerConfig.configDef());
    here.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    here.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return open(
        "producer",
        () -> {
          ProducerConfig config = new ProducerConfig(here);
          checkDeliveryTimeout(properties, config);
          return config;
        });
  }

  /**
   * Those names that no client of Kafka's knows. None, where a property makes the clients load a
   * class: it may have properties of its own.
   */
  public static Set<String> unknown(Set<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    for (ConfigDef definition :
        List.of(
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef())) {
      if (names.stream().anyMatch(name -> loadsClasses(name, definition))) {
        return Set.of();
      }
      unknown.removeAll(definition.names());
    }
    return unknown;
  }

  private static boolean loadsClasses(String name, ConfigDef definition) {
    ConfigDef.ConfigKey key = definition.configKeys().get(name);
    return LISTS_OF_CLASSES.contains(name) || (key != null && key.type == ConfigDef.Type.CLASS);
  }

  /** Those of another client's properties that an admin client has, too. */
  public static Properties ofAdmin(Properties properties) {
    Set<String> known = AdminClientConfig.configNames();
    Properties selected = new Properties();
    selected.putAll(properties);
    selected.keySet().removeIf(name -> !known.contains(name) && !isOfProviders((String) name));
    return selected;
  }

  /**
   * Makes a client.
   *
   * @param kind of the client, for those who have to mend its properties
   * @throws InvalidSettingsException if it cannot be made with its properties
   */
  public static <C> C open(String kind, Supplier<C> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      throw new InvalidSettingsException("Kafka's " + kind + " cannot be set up: " + reason(e), e);
    }
  }

  /**
   * How long a consumer lets a broker leave a fetch without an answer while there are no records.
   *
   * @throws InvalidSettingsException if no consumer can be made with its properties
   */
  public static Duration fetchWait(Properties consumer) {
    return Duration.ofMillis(consumer(consumer).getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG));
  }

  /**
   * Makes a consumer of plain bytes.
   *
   * @throws InvalidSettingsException if it cannot be made with its properties
   */
  public static Consumer<byte[], byte[]> openConsumer(Properties properties) {
    return open(
        "consumer",
        () ->
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * Makes a producer of plain bytes, which connects by itself.
   *
   * @throws InvalidSettingsException if it cannot be made with its properties
   */
  public static Producer<byte[], byte[]> openProducer(Properties properties) {
    return open(
        "producer",
        () ->
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** A producer checks this only when it is made. */
  private static void checkDeliveryTimeout(Properties given, ProducerConfig config) {
    int delivery = config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    long least =
        config.getLong(ProducerConfig.LINGER_MS_CONFIG)
            + config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    if (given.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG) && delivery < least) {
      throw new ConfigException(
          "delivery.timeout.ms must be at least linger.ms + request.timeout.ms, which is "
              + least
              + ", but is "
              + delivery);
    }
  }

  /**
   * Without what is known only where the client runs: classes, and values that a provider of
   * Kafka's reads from files or the environment there.
   */
  private static Properties elsewhere(Properties given, ConfigDef definition) {
    Properties others = new Properties();
    others.putAll(given);
    others.keySet().removeIf(name -> isOfProviders((String) name));
    others.values().removeIf(value -> value instanceof String text && text.contains("${"));
    definition
        .configKeys()
        .forEach(
            (name, key) -> {
              if (key.type == ConfigDef.Type.CLASS) {
                others.remove(name);
              }
            });
    return others;
  }

  private static boolean isOfProviders(String name) {
    return name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG);
  }

  /** What is wrong, without what Kafka wraps it in. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = failure.getMessage();
    if (cause != null && (message == null || isWrapping(message, cause))) {
      return reason(cause);
    }
    return message == null ? failure.toString() : message;
  }

  private static boolean isWrapping(String message, Throwable cause) {
    return message.matches("Failed to (construct kafka|create new) \\w+")
        || message.equals(cause.toString());
  }
}
