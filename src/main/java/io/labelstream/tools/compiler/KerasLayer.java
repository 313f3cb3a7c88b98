package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of a Keras model, where it is used.
 *
 * @param name a name of its own in the whole model
 * @param type its Keras class
 * @param config its Keras configuration
 * @param inputs the names of the layers from which it takes its inputs
 * @param place where its weights are stored
 */
record KerasLayer(String name, String type, JsonNode config, List<String> inputs, Place place) {

  /**
   * Where the formats of Keras have a layer's weights.
   *
   * @param layer the name that the model's author or Keras gave to the layer
   * @param group the same of the outermost layer that holds it, which is itself if none does
   * @param path its groups in Keras 3's file, such as {@code layers/functional/layers/conv2d_1}
   */
  record Place(String layer, String group, String path) {}

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
    if (config.at(path).isInt()) {
      // One number stands for as many as there are dimensions.
      values = new int[count];
      Arrays.fill(values, config.at(path).asInt());
    }
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

  boolean hasBias() {
    return flag("use_bias");
  }

  /** A choice that Keras makes where its configuration says nothing. */
  boolean flag(String name) {
    return config.path(name).asBoolean(true);
  }

  double epsilon() throws InvalidModelException {
    double epsilon = config.path("epsilon").asDouble(0.001);
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
    String padding = config.path("padding").asText("valid");
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
