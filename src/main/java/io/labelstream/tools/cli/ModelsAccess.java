package io.labelstream.tools.cli;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.registry.ModelRegistry;
import io.labelstream.rollout.ModelsClient;
import io.labelstream.rollout.RolloutReader;
import io.labelstream.settings.InvalidSettingsException;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.store.FlinkFileSystems;
import io.labelstream.topic.ClientProfile;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * How the commands about models reach the topics and the registry: by the job's settings, of which
 * its operator has said some in the environment or a file.
 */
final class ModelsAccess {

  private ModelsAccess() {}

  /**
   * The settings of the job.
   *
   * @param flags what a command does not know itself
   */
  static Settings settings(List<String> flags) {
    return Settings.read(Scope.JOB, flags, System.getenv());
  }

  /** The registry, if the settings name one. */
  static Optional<ModelRegistry> registry(Settings settings) {
    return settings
        .get(ModelSettings.MODELS)
        .map(
            folder -> {
              FlinkFileSystems.load(System.getenv());
              return new ModelRegistry(folder);
            });
  }

  /**
   * The registry.
   *
   * @throws InvalidSettingsException if the settings name none
   */
  static ModelRegistry namedRegistry(Settings settings) {
    return registry(settings)
        .orElseThrow(
            () ->
                new InvalidSettingsException(
                    List.of("name the registry: --models URI, such as s3://bucket/models/")));
  }

  static ModelsClient client(Settings settings) {
    return new ModelsClient(
        ClientSettings.openProducer(
            ClientProfile.FEED.producer(
                settings.get(TopicSettings.BOOTSTRAP_SERVERS), settings.kafka().producer())),
        settings);
  }

  static RolloutReader reader(Settings settings) {
    return new RolloutReader(consumer(settings), settings);
  }

  static Consumer<byte[], byte[]> consumer(Settings settings) {
    return ClientSettings.openConsumer(
        ClientProfile.FEED.lookingConsumer(
            settings.get(TopicSettings.BOOTSTRAP_SERVERS), settings.kafka().consumer()));
  }
}
