package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.tools.compiler.ActivationFunction.Kind;
import java.util.Optional;

/** Reads activation functions as Keras 2 and 3 write them. */
final class ActivationReader {

  private static final float KERAS2_HARD_SIGMOID_SLOPE = 0.2f;
  private static final float KERAS3_HARD_SIGMOID_SLOPE = 1f / 6;
  private static final float NAMED_LEAKY_RELU_SLOPE = 0.2f;
  private static final float LEAKY_RELU_LAYER_SLOPE = 0.3f;

  private final boolean keras3;

  ActivationReader(KerasModel model) {
    keras3 = model.isOfKeras3();
  }

  /** The function within a layer or of an {@code Activation}; empty if it does nothing. */
  Optional<ActivationFunction> named(KerasLayer layer) throws InvalidModelException {
    JsonNode activation = layer.config().path("activation");
    if (activation.isObject()) {
      JsonNode config = activation.path("config");
      // Keras 3 may write a function or a layer with its configuration.
      return config.isTextual()
          ? named(layer, config.asText())
          : ofLayer(layer, activation.path("class_name").asText(), config);
    }
    return activation.isTextual() ? named(layer, activation.asText()) : Optional.empty();
  }

  private Optional<ActivationFunction> named(KerasLayer layer, String name)
      throws InvalidModelException {
    return switch (name) {
      case "linear" -> Optional.empty();
      case "relu" -> of(Kind.RELU);
      case "relu6" -> of(Kind.CAPPED_RELU, 6);
      case "leaky_relu" -> of(Kind.LEAKY_RELU, NAMED_LEAKY_RELU_SLOPE);
      case "elu" -> of(Kind.ELU, 1);
      case "selu" -> of(Kind.SELU);
      case "sigmoid" -> of(Kind.SIGMOID);
      case "hard_sigmoid" ->
          of(Kind.HARD_SIGMOID, keras3 ? KERAS3_HARD_SIGMOID_SLOPE : KERAS2_HARD_SIGMOID_SLOPE);
      case "tanh" -> of(Kind.TANH);
      case "softplus" -> of(Kind.SOFTPLUS);
      case "softsign" -> of(Kind.SOFTSIGN);
      case "exponential" -> of(Kind.EXPONENTIAL);
      case "swish", "silu" -> of(Kind.SWISH);
      case "hard_swish", "hard_silu" -> of(Kind.HARD_SWISH);
      case "mish" -> of(Kind.MISH);
      case "gelu" -> of(Kind.GELU);
      case "softmax" -> of(Kind.SOFTMAX);
      default -> throw layer.invalid("has activation " + name + ", which is not supported");
    };
  }

  /** The function that a layer such as {@code ReLU} is. */
  Optional<ActivationFunction> ofLayer(KerasLayer layer) throws InvalidModelException {
    return layer.type().equals("Activation")
        ? named(layer)
        : ofLayer(layer, layer.type(), layer.config());
  }

  private static Optional<ActivationFunction> ofLayer(
      KerasLayer layer, String type, JsonNode config) throws InvalidModelException {
    return switch (type) {
      case "ReLU" -> relu(layer, config);
      case "LeakyReLU" -> {
        JsonNode slope = config.has("alpha") ? config.get("alpha") : config.path("negative_slope");
        yield leaky(layer, (float) number(slope, LEAKY_RELU_LAYER_SLOPE));
      }
      case "ELU" -> of(Kind.ELU, (float) number(config.path("alpha"), 1));
      case "Softmax" -> {
        JsonNode axis = config.path("axis");
        if (number(axis.isArray() ? axis.path(0) : axis, -1) != -1 || axis.size() > 1) {
          throw layer.invalid("has a softmax over axis " + axis + ", which is not supported");
        }
        yield of(Kind.SOFTMAX);
      }
      default -> throw layer.invalid("has activation " + type + ", which is not supported");
    };
  }

  private static Optional<ActivationFunction> relu(KerasLayer layer, JsonNode config)
      throws InvalidModelException {
    double slope = number(config.path("negative_slope"), 0);
    JsonNode cap = config.path("max_value");
    boolean capped = cap.isNumber();
    if (number(config.path("threshold"), 0) != 0 || (capped && slope != 0)) {
      throw layer.invalid("has a ReLU with a threshold, or a slope and a cap: not supported");
    }
    if (capped) {
      return of(Kind.CAPPED_RELU, (float) cap.asDouble());
    }
    return slope == 0 ? of(Kind.RELU) : leaky(layer, (float) slope);
  }

  private static Optional<ActivationFunction> leaky(KerasLayer layer, float slope)
      throws InvalidModelException {
    if (slope < 0 || slope > 1) {
      throw layer.invalid("has a slope of " + slope + ", but must have one of 0 to 1");
    }
    return of(Kind.LEAKY_RELU, slope);
  }

  private static double number(JsonNode node, double missing) {
    return node.isNumber() ? node.asDouble() : missing;
  }

  private static Optional<ActivationFunction> of(Kind kind) {
    return Optional.of(ActivationFunction.of(kind));
  }

  private static Optional<ActivationFunction> of(Kind kind, float parameter) {
    return Optional.of(new ActivationFunction(kind, parameter));
  }
}
