package io.labelstream.settings;

import static io.labelstream.settings.Type.text;

/** The topics by which models are changed while a job runs, and on which it tells of them. */
public final class RolloutSettings {

  public static final Setting<String> MODELS_TOPIC =
      new Setting<>(
          "models-topic=image-classification.models",
          text(),
          "compacted topic of one partition that says which models of the registry run");
  public static final Setting<String> MODELS_STATUS_TOPIC =
      new Setting<>(
          "models-status-topic=image-classification.models.status",
          text(),
          "compacted topic on which each TaskManager says what it runs of them");
  public static final Setting<String> SHADOW_TOPIC =
      new Setting<>(
          "shadow-topic=image-classification.shadow",
          text(),
          "topic for what a shadow makes of the requests that it is shown");

  private RolloutSettings() {}
}
