package io.labelstream.settings;

import static io.labelstream.settings.Type.choice;
import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.folder;
import static io.labelstream.settings.Type.optional;
import static io.labelstream.settings.Type.text;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the job classifies with, and where it learns of another model while it runs. */
public final class ModelSettings {

  public static final Setting<Optional<String>> MODEL =
      new Setting<>(
          "model=",
          optional(text()),
          "directory of the compiled model, the same on every TaskManager, with or without its"
              + " -fp32 or -int8; empty: the one beside the jar");
  public static final Setting<PrecisionChoice> PRECISION =
      new Setting<>(
          "precision=auto",
          choice(PrecisionChoice.class),
          "fp32, int8, or auto: int8 where a TaskManager's processor has AVX-512 VNNI, else fp32");

  public static final Setting<EngineChoice> ENGINE =
      new Setting<>(
          "engine=tensorflow",
          choice(EngineChoice.class),
          "tensorflow, onnxruntime, or auto: a TaskManager times both for a second each when it"
              + " loads a model, and takes the faster");

  public static final Setting<Duration> MODEL_LINGER =
      new Setting<>(
          "model-linger=60s",
          duration(),
          "how long a TaskManager keeps a model that none of its tasks uses any more, for tasks that"
              + " are restarted");

  public static final Setting<Optional<URI>> MODELS =
      new Setting<>(
          "models=",
          optional(folder("a URI")),
          "URI of the registry, a folder of compiled models by their ids, such as"
              + " s3://bucket/models/: the models that run are those that models-topic names, and"
              + " model where it names no primary; empty: model alone");

  private ModelSettings() {}

  /** Finds what is wrong with values together. */
  static void check(Settings settings, Consumer<String> violations) {
    if (settings.get(MODELS).isEmpty()) {
      return;
    }
    long topics =
        Stream.of(
                TopicSettings.REQUESTS_TOPIC,
                TopicSettings.RESULTS_TOPIC,
                RolloutSettings.MODELS_TOPIC,
                RolloutSettings.MODELS_STATUS_TOPIC,
                RolloutSettings.SHADOW_TOPIC)
            .map(settings::get)
            .distinct()
            .count();
    if (topics < 5) {
      violations.accept(
          "models-topic, models-status-topic and shadow-topic must be topics of their own");
    }
  }
}
