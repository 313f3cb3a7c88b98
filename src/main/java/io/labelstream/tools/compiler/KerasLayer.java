package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One layer of a Keras model.
 *
 * @param name its name, which its weights have too
 * @param type its Keras class
 * @param config its Keras configuration
 * @param inputs the names of the layers from which it takes its inputs
 */
record KerasLayer(String name, String type, JsonNode config, List<String> inputs) {

  String input() throws InvalidModelException {
    if (inputs.size() != 1) {
      throw invalid("must have one input, but has " + inputs.size());
    }
    return inputs.get(0);
  }

  /**
   * Whole numbers of the configuration.
   *
   * @param path a JSON pointer
   * @param count how many there must be
   */
  int[] ints(String path, int count) throws InvalidModelException {
    int[] values = KerasModel.ints(config.at(path));
    if (values.length != count) {
      throw invalid("must have " + count + " numbers in " + path + ", but has " + values.length);
    }
    return values;
  }

  /** A positive whole number of the configuration. */
  int size(String path) throws InvalidModelException {
    int size = config.at(path).asInt();
    if (size < 1) {
      throw invalid("must have a positive number in " + path);
    }
    return size;
  }

  String activation() {
    return config.path("activation").asText();
  }

  boolean hasBias() {
    return config.path("use_bias").asBoolean();
  }

  double epsilon() throws InvalidModelException {
    double epsilon = config.path("epsilon").asDouble();
    if (!(epsilon > 0)) {
      throw invalid("must have a positive epsilon");
    }
    return epsilon;
  }

  /** Whether windows may reach over the edge of an image. */
  enum Padding {
    VALID,
    SAME
  }

  Padding padding() throws InvalidModelException {
    String padding = config.path("padding").asText();
    return switch (padding) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      default -> throw invalid("has padding " + padding + ", which is not supported");
    };
  }

  void checkLayout() throws InvalidModelException {
    String format = config.path("data_format").asText("channels_last");
    if (!format.equals("channels_last")) {
      throw invalid("has data format " + format + ", which is not supported");
    }
  }

  InvalidModelException invalid(String reason) {
    return new InvalidModelException("layer " + name + " " + reason);
  }
}
