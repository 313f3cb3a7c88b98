package io.labelstream.sql;

import io.labelstream.event.LabelOptions;
import io.labelstream.vision.ModelClassifierFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** Reads a model's options; a value that does not fit is a {@link ValidationException}. */
final class OptionValues {

  /** A scheme has two letters at the least: one and a colon would be a drive. */
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private final ReadableConfig options;

  OptionValues(ReadableConfig options) {
    this.options = options;
  }

  ModelClassifierFactory classifiers() {
    return new ModelClassifierFactory(
        value(
            ModelOptions.MODEL,
            folder -> !folder.isBlank() && !URI.matcher(folder).matches(),
            "a directory on every TaskManager, such as /opt/models/resnet50, and no URI"),
        choice(ModelOptions.PRECISION),
        choice(ModelOptions.ENGINE));
  }

  LabelOptions labels() {
    return new LabelOptions(
        value(
            ModelOptions.TOP_K,
            labels -> labels >= 1 && labels <= LabelOptions.MAX_TOP_K,
            "a whole number from 1 to " + LabelOptions.MAX_TOP_K),
        value(ModelOptions.MIN_SCORE, score -> score >= 0 && score <= 1, "a number from 0 to 1"),
        LabelOptions.DEFAULT.floor());
  }

  int reuseAnswers() {
    return value(ModelOptions.REUSE_ANSWERS, images -> images >= 0, "a whole number, 0 or greater");
  }

  private <E extends Enum<E>> E choice(ConfigOption<E> option) {
    String choices =
        Arrays.stream(option.defaultValue().getDeclaringClass().getEnumConstants())
            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return value(option, choice -> true, "one of " + choices);
  }

  private <T> T value(ConfigOption<T> option, Predicate<T> fits, String wanted) {
    T value;
    try {
      value = options.get(option);
    } catch (IllegalArgumentException e) {
      throw refusal(option, wanted);
    }
    if (!fits.test(value)) {
      throw refusal(option, wanted);
    }
    return value;
  }

  /** Without a cause, for Flink's SQL client shows the innermost one and nothing else. */
  private ValidationException refusal(ConfigOption<?> option, String wanted) {
    return new ValidationException(
        "The option '"
            + option.key()
            + "' must be "
            + wanted
            + ": "
            + options.get(ConfigOptions.key(option.key()).stringType().noDefaultValue())
            + ".");
  }
}
