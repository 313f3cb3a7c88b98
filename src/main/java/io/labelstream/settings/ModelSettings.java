package io.labelstream.settings;

import static io.labelstream.settings.Type.choice;
import static io.labelstream.settings.Type.duration;
import static io.labelstream.settings.Type.optional;
import static io.labelstream.settings.Type.text;

import java.time.Duration;
import java.util.Optional;

/** What the job classifies with. */
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

  private ModelSettings() {}
}
