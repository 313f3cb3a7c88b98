package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A function that a model calls on a tensor, such as {@code x / 127.5} or {@code tf.nn.relu6(x)},
 * as the layer that does the same. Keras 2 stores it as {@code TFOpLambda}, Keras 3 under the
 * function's own class.
 *
 * @param type the layer's Keras class
 * @param config the layer's configuration
 */
record KerasCall(String type, JsonNode config) {

  private static final String LAMBDA = "TFOpLambda";
  private static final String KERAS3_FUNCTIONS = "keras.src.ops.";

  /** Functions of one tensor, and the activation that each is. */
  private static final Map<String, String> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("relu", "relu"),
          Map.entry("relu6", "relu6"),
          Map.entry("elu", "elu"),
          Map.entry("selu", "selu"),
          Map.entry("sigmoid", "sigmoid"),
          Map.entry("tanh", "tanh"),
          Map.entry("softplus", "softplus"),
          Map.entry("silu", "silu"),
          Map.entry("swish", "silu"),
          Map.entry("hardsilu", "hard_silu"),
          Map.entry("exp", "exponential"));

  /** Whether a layer of a configuration is a function that was called. */
  static boolean is(JsonNode layer) {
    return layer.path("class_name").asText().equals(LAMBDA)
        || layer.path("module").asText().startsWith(KERAS3_FUNCTIONS);
  }

  /**
   * @param layer what {@link #is} says it of
   * @param call the arguments of the call, one of the layer's {@code inbound_nodes}
   * @throws InvalidModelException if it is none of the functions that are known
   */
  static KerasCall of(JsonNode layer, JsonNode call) throws InvalidModelException {
    String function = function(layer);
    List<JsonNode> operands = operands(call);
    String activation = ACTIVATIONS.get(function);
    if (activation != null && operands.size() == 1) {
      return new KerasCall(
          "Activation", JsonNodeFactory.instance.objectNode().put("activation", activation));
    }
    if (operands.size() == 2) {
      boolean firstIsTensor = isTensor(operands.get(0));
      boolean secondIsTensor = isTensor(operands.get(1));
      if (firstIsTensor && secondIsTensor) {
        return merged(layer, function);
      }
      if (firstIsTensor || secondIsTensor) {
        return scaled(layer, function, operands.get(firstIsTensor ? 1 : 0), firstIsTensor);
      }
    }
    throw unknown(layer);
  }

  private static KerasCall merged(JsonNode layer, String function) throws InvalidModelException {
    String type =
        switch (function) {
          case "add" -> "Add";
          case "subtract", "sub" -> "Subtract";
          case "multiply", "mul" -> "Multiply";
          case "maximum" -> "Maximum";
          case "minimum" -> "Minimum";
          default -> throw unknown(layer);
        };
    return new KerasCall(type, JsonNodeFactory.instance.objectNode());
  }

  /** A sum, a product and the like with numbers that never change, one or one for each channel. */
  private static KerasCall scaled(
      JsonNode layer, String function, JsonNode operand, boolean tensorFirst)
      throws InvalidModelException {
    List<Double> scales = new ArrayList<>();
    List<Double> offsets = new ArrayList<>();
    for (double number : numbers(layer, operand)) {
      switch (function) {
        case "add" -> add(scales, 1, offsets, number);
        case "subtract", "sub" -> {
          add(scales, tensorFirst ? 1 : -1, offsets, tensorFirst ? -number : number);
        }
        case "multiply", "mul" -> add(scales, number, offsets, 0);
        case "truediv", "truedivide", "divide" -> {
          if (!tensorFirst || number == 0) {
            throw unknown(layer);
          }
          add(scales, 1 / number, offsets, 0);
        }
        default -> throw unknown(layer);
      }
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    scales.forEach(config.putArray("scale")::add);
    offsets.forEach(config.putArray("offset")::add);
    return new KerasCall("Rescaling", config);
  }

  private static void add(List<Double> scales, double scale, List<Double> offsets, double offset) {
    scales.add(scale);
    offsets.add(offset);
  }

  private static List<Double> numbers(JsonNode layer, JsonNode operand)
      throws InvalidModelException {
    JsonNode value = operand.isObject() ? operand.at("/config/value") : operand;
    // An array may be nested in dimensions of one.
    while (value.isArray() && value.size() == 1 && value.get(0).isArray()) {
      value = value.get(0);
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : value.isArray() ? value : List.of(value)) {
      if (!number.isNumber()) {
        throw unknown(layer);
      }
      numbers.add(number.asDouble());
    }
    return numbers;
  }

  /** The name without its package, as {@code truediv} of {@code math.truediv}. */
  private static String function(JsonNode layer) {
    String name =
        layer.path("class_name").asText().equals(LAMBDA)
            ? layer.at("/config/function").asText()
            : layer.path("class_name").asText();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * The tensors and numbers that are given, in their order: Keras 3 lists the arguments; Keras 2
   * has the first one's name, and after it all others by their names.
   */
  private static List<JsonNode> operands(JsonNode call) {
    List<JsonNode> operands = new ArrayList<>();
    if (call.isObject()) {
      call.path("args").forEach(operands::add);
      call.path("kwargs").forEach(operands::add);
      return operands;
    }
    JsonNode first = call.path(0).isArray() ? call.path(0) : call;
    operands.add(first);
    for (Map.Entry<String, JsonNode> argument : first.path(3).properties()) {
      if (!argument.getKey().equals("name") && !argument.getValue().isNull()) {
        operands.add(argument.getValue());
      }
    }
    return operands;
  }

  private static boolean isTensor(JsonNode operand) {
    return operand.path("class_name").asText().equals("__keras_tensor__")
        || (operand.isArray() && operand.path(0).isTextual());
  }

  private static InvalidModelException unknown(JsonNode layer) {
    String function = layer.at("/config/function").asText(layer.path("class_name").asText());
    return new InvalidModelException(
        "layer "
            + KerasUses.name(layer)
            + " calls "
            + function
            + " in a way that is not supported");
  }
}
