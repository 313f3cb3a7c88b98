package io.labelstream.topic;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Makes the consumers of the results topic, as the settings have it. */
final class AnswerConsumers {

  /**
   * What has to last longer than a fetch that finds nothing: a broker answers no other request on
   * its connection before it, and a connection is idle as long.
   */
  private static final List<String> LONGER_THAN_A_FETCH =
      List.of(
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG);

  private static final int LONGER_MILLIS = 1000;
  private static final int USUALLY_LONGER_MILLIS = 4500;

  private final Properties properties;
  private final Duration fetchWait;

  /**
   * Takes the settings over.
   *
   * @throws InvalidSettingsException if no consumer can be made with them, or it would take a
   *     broker for dead that is not
   */
  AnswerConsumers(Settings settings) {
    properties =
        ClientProfile.FACADE.consumer(
            settings.get(TopicSettings.BOOTSTRAP_SERVERS), settings.kafka().consumer());
    settings
        .get(TopicSettings.CLIENT_RACK)
        .ifPresent(rack -> properties.setProperty(ConsumerConfig.CLIENT_RACK_CONFIG, rack));
    fetchWait = ClientSettings.fetchWait(properties);
    String longer = Long.toString(fetchWait.toMillis() + USUALLY_LONGER_MILLIS);
    properties.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, longer);
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, longer);
    checkTimes(ClientSettings.consumer(properties));
    // Some of what may be wrong shows when a consumer is made.
    open().close();
  }

  /** A new consumer, which reads committed records. */
  Consumer<byte[], byte[]> open() {
    return ClientSettings.openConsumer(properties);
  }

  /** How long a broker may leave a fetch without an answer when there are no records. */
  Duration fetchWait() {
    return fetchWait;
  }

  private void checkTimes(ConsumerConfig config) {
    List<String> violations = new ArrayList<>();
    for (String name : LONGER_THAN_A_FETCH) {
      long millis = ((Number) Objects.requireNonNull(config.values().get(name))).longValue();
      // A negative one of connections.max.idle.ms means for ever.
      if (millis >= 0 && millis < fetchWait.toMillis() + LONGER_MILLIS) {
        violations.add(
            "kafka.consumer."
                + name
                + " must be at least "
                + LONGER_MILLIS
                + " more than fetch.max.wait.ms, which is "
                + fetchWait.toMillis()
                + ", but is "
                + millis);
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidSettingsException(violations);
    }
  }
}
