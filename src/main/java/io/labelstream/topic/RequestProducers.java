package io.labelstream.topic;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.util.Properties;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Makes the facade's producer of the requests topic, as the settings have it. */
final class RequestProducers {

  private static final long DELIVERY_TIMEOUT_MILLIS = 10_000;

  private RequestProducers() {}

  /**
   * Takes the settings over.
   *
   * @throws InvalidSettingsException if no producer can be made with them
   */
  static Properties properties(Settings settings) {
    Properties properties =
        ClientProfile.FACADE.producer(
            settings.get(TopicSettings.BOOTSTRAP_SERVERS), settings.kafka().producer());
    ProducerConfig effective = ClientSettings.producer(properties);
    long attempt =
        effective.getLong(ProducerConfig.LINGER_MS_CONFIG)
            + effective.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    properties.putIfAbsent(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        Long.toString(Math.max(DELIVERY_TIMEOUT_MILLIS, attempt)));
    return properties;
  }

  /** A new producer, which connects by itself. */
  static Producer<byte[], byte[]> open(Settings settings) {
    return ClientSettings.openProducer(properties(settings));
  }
}
