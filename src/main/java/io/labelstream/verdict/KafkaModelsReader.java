package io.labelstream.verdict;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.kafka.MissingTopicException;
import io.labelstream.kafka.ReadingConsumers;
import io.labelstream.rollout.RolloutReader;
import io.labelstream.rollout.WantedModels;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.topic.ClientProfile;
import io.labelstream.topic.TopicUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Reads the topics with a consumer for each time that somebody asks, so that nothing is connected
 * in between.
 */
public final class KafkaModelsReader implements ModelsReader {

  /** A person waits for it, in a process that has to answer others meanwhile. */
  private static final ComparedTopics COMPARED = new ComparedTopics(50_000, 500_000, 1000);

  private final Settings settings;
  private final Properties properties = new Properties();

  /**
   * A reader that has not connected.
   *
   * @param settings of a facade
   */
  public KafkaModelsReader(Settings settings) {
    this.settings = settings;
    properties.putAll(
        ClientProfile.FACADE.lookingConsumer(
            settings.get(TopicSettings.BOOTSTRAP_SERVERS), settings.kafka().consumer()));
    // Somebody waits for it.
    properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
  }

  @Override
  public Overview overview() {
    return read(
        consumer -> {
          RolloutReader reader = new RolloutReader(consumer, settings);
          Optional<WantedModels> wanted = ifThere(reader::wanted);
          return new Overview(
              wanted.orElse(WantedModels.NONE),
              ifThere(reader::statuses).orElse(List.of()),
              Stream.of(
                      RolloutSettings.MODELS_TOPIC,
                      RolloutSettings.MODELS_STATUS_TOPIC,
                      RolloutSettings.SHADOW_TOPIC)
                  .map(settings::get)
                  .filter(topic -> consumer.partitionsFor(topic).isEmpty())
                  .toList());
        });
  }

  @Override
  public Report compare() {
    return read(consumer -> COMPARED.read(consumer, settings));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> Optional<T> ifThere(Reading<T> reading) throws IOException {
    try {
      return Optional.of(reading.read());
    } catch (MissingTopicException e) {
      return Optional.empty();
    }
  }

  private interface Use<T> {
    T with(Consumer<byte[], byte[]> consumer) throws IOException;
  }

  private <T> T read(Use<T> use) {
    try {
      Consumer<byte[], byte[]> consumer = ClientSettings.openConsumer(properties);
      try {
        return use.with(consumer);
      } finally {
        ReadingConsumers.close(consumer);
      }
    } catch (IOException | KafkaException e) {
      throw new TopicUnavailableException("The topics about models cannot be read: " + e, e);
    }
  }
}
