package io.labelstream.sql;

import io.labelstream.event.LabelOptions;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.settings.RecordSettings;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options of {@code CREATE MODEL … WITH ('provider' = 'labelstream', …)}. Where the job has a
 * setting of the same key, both mean the same.
 */
final class ModelOptions {

  static final ConfigOption<String> MODEL =
      ConfigOptions.key("model")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "directory of the compiled model, the same on every TaskManager, with or without its"
                  + " -fp32 or -int8");

  static final ConfigOption<Integer> TOP_K =
      ConfigOptions.key("top-k")
          .intType()
          .defaultValue(LabelOptions.DEFAULT.topK())
          .withDescription("how many labels at the most, the main one included, 1 to 1000");

  static final ConfigOption<Double> MIN_SCORE =
      ConfigOptions.key("min-score")
          .doubleType()
          .defaultValue(LabelOptions.DEFAULT.minScore())
          .withDescription(
              "the least score of a secondary label, 0 to 1; the main label is always there");

  static final ConfigOption<PrecisionChoice> PRECISION =
      ConfigOptions.key(ModelSettings.PRECISION.key())
          .enumType(PrecisionChoice.class)
          .defaultValue(PrecisionChoice.AUTO)
          .withDescription(ModelSettings.PRECISION.meaning());

  static final ConfigOption<EngineChoice> ENGINE =
      ConfigOptions.key(ModelSettings.ENGINE.key())
          .enumType(EngineChoice.class)
          .defaultValue(EngineChoice.TENSORFLOW)
          .withDescription(ModelSettings.ENGINE.meaning());

  static final ConfigOption<Integer> REUSE_ANSWERS =
      ConfigOptions.key(RecordSettings.REUSE_ANSWERS.key())
          .intType()
          .defaultValue(1000)
          .withDescription(RecordSettings.REUSE_ANSWERS.meaning());

  private ModelOptions() {}
}
