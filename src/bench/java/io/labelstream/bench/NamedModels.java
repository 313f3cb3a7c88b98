package io.labelstream.bench;

import io.labelstream.kafka.ClientSettings;
import io.labelstream.registry.ModelRegistry;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsClient;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import io.labelstream.rollout.RolloutReader;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.tools.sandbox.Deadline;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.ClientProfile;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A registry with the model in both precisions and one that is broken, and what the control topic
 * says of them to a job of one TaskManager. For one thread.
 */
final class NamedModels implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI registry;
  private final ModelId fp32;
  private final ModelId int8;
  private final ModelId broken;
  private final ModelsClient client;
  private final RolloutReader reader;

  private NamedModels(
      URI registry,
      ModelId fp32,
      ModelId int8,
      ModelId broken,
      ModelsClient client,
      RolloutReader reader) {
    this.registry = registry;
    this.fp32 = fp32;
    this.int8 = int8;
    this.broken = broken;
    this.client = client;
    this.reader = reader;
  }

  /**
   * Publishes the models.
   *
   * @param model the compiled model's directory without its precision
   * @param folder where the registry is made
   */
  static NamedModels publish(Path model, Path folder, String bootstrapServers) throws Exception {
    Files.createDirectories(folder.resolve("registry"));
    URI uri = folder.resolve("registry").toUri();
    ModelRegistry registry = new ModelRegistry(uri);
    ModelId fp32 = registry.publish(ModelBench.directory(model, Precision.FP32));
    ModelId int8 = registry.publish(ModelBench.directory(model, Precision.INT8));
    ModelId broken =
        registry.publish(
            BrokenModel.write(
                ModelManifest.read(ModelBench.directory(model, Precision.FP32)),
                folder.resolve("broken")));
    Settings settings = Settings.defaults(Scope.JOB);
    NamedModels models =
        new NamedModels(
            uri,
            fp32,
            int8,
            broken,
            new ModelsClient(
                ClientSettings.openProducer(
                    ClientProfile.FEED.producer(bootstrapServers, Map.of())),
                settings),
            new RolloutReader(
                ClientSettings.openConsumer(
                    ClientProfile.FEED.consumer(bootstrapServers, Map.of())),
                settings));
    try {
      // Whoever names a model before there is a job needs them.
      Topics.prepare(bootstrapServers, models.settings(model), 1);
      return models;
    } catch (Exception e) {
      models.close();
      throw e;
    }
  }

  /** The settings of a job that runs what the control topic names. */
  Settings settings(Path model) {
    return Testbed.ours(model, PrecisionChoice.AUTO)
        .with(ModelSettings.MODELS, Optional.of(registry))
        // Or a model that has run a minute ago would not be loaded again.
        .with(ModelSettings.MODEL_LINGER, Duration.ZERO);
  }

  ModelId of(Precision precision) {
    return switch (precision) {
      case FP32 -> fp32;
      case INT8 -> int8;
    };
  }

  /** Says that a model has a role, before there is a job. */
  void name(Role role, ModelId model) throws IOException {
    client.assign(role, new Assignment(model, 1));
  }

  /** Gives a role to a model, and returns when it runs. */
  void use(Role role, ModelId model) throws IOException, InterruptedException {
    name(role, model);
    await(
        status ->
            Optional.ofNullable(status.running().get(role.key()))
                .filter(running -> running.model().equals(model.text()))
                .isPresent());
  }

  /** Takes a role back, and returns when no model has it. */
  void withdraw(Role role) throws IOException, InterruptedException {
    client.takeBack(role);
    await(status -> !status.running().containsKey(role.key()));
  }

  /** Names the broken one as primary, and returns when it has been refused. */
  void useBroken() throws IOException, InterruptedException {
    name(Role.PRIMARY, broken);
    await(
        status ->
            Optional.ofNullable(status.failed().get(Role.PRIMARY.key()))
                .filter(failed -> failed.model().equals(broken.text()))
                .isPresent());
  }

  private void await(Predicate<ModelsStatus> state) throws IOException, InterruptedException {
    Deadline.in(PATIENCE)
        .await(
            "the models are not those that the control topic names",
            () -> reader.statuses().stream().anyMatch(state));
  }

  @Override
  public void close() {
    client.close();
    reader.close();
  }
}
