package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function that a model calls on a tensor, such as {@code x / 127.5} or {@code tf.nn.relu6(x)},
 * as the layer that does the same.
 *
 * @param type the layer's Keras class
 * @param config the layer's configuration
 */
record KerasCall(String type, JsonNode config) {

  /** Functions of one tensor, and the activation that each is. */
  private static final Map<String, String> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("relu", "relu"),
          Map.entry("relu6", "relu6"),
          Map.entry("selu", "selu"),
          Map.entry("sigmoid", "sigmoid"),
          Map.entry("tanh", "tanh"),
          Map.entry("softplus", "softplus"),
          Map.entry("silu", "silu"),
          Map.entry("swish", "silu"),
          Map.entry("hardsilu", "hard_silu"),
          Map.entry("exp", "exponential"));

  /**
   * @param layer what {@link KerasFunction#is} says it of
   * @param call the arguments of the call, one of the layer's {@code inbound_nodes}
   * @throws InvalidModelException if it is none of the functions that are known
   */
  static KerasCall of(JsonNode layer, JsonNode call) throws InvalidModelException {
    KerasFunction function = new KerasFunction(layer);
    Optional<KerasCall> channels = ChannelCalls.of(function, call);
    if (channels.isPresent()) {
      return channels.get();
    }
    if (function.name().equals("cast")) {
      return cast(function, call);
    }
    List<JsonNode> operands = operands(call);
    if (function.name().equals("elu") && operands.size() == 1) {
      return elu(function);
    }
    function.checkSettings();
    String activation = ACTIVATIONS.get(function.name());
    if (activation != null && operands.size() == 1) {
      return new KerasCall(
          "Activation", JsonNodeFactory.instance.objectNode().put("activation", activation));
    }
    if (operands.size() == 2) {
      boolean firstIsTensor = isTensor(operands.get(0));
      boolean secondIsTensor = isTensor(operands.get(1));
      if (firstIsTensor && secondIsTensor) {
        return merged(function);
      }
      if (firstIsTensor || secondIsTensor) {
        return scaled(function, operands.get(firstIsTensor ? 1 : 0), firstIsTensor);
      }
    }
    throw function.unknown();
  }

  /** Bytes become the numbers that an image is made of here in any case. */
  private static KerasCall cast(KerasFunction function, JsonNode call)
      throws InvalidModelException {
    JsonNode type = function.setting("dtype");
    String named = ChannelCalls.argument(call, 1, "dtype").asText(type.asText());
    if (!named.equals("float32")) {
      throw function.unknown();
    }
    return new KerasCall("Identity", JsonNodeFactory.instance.objectNode());
  }

  /** The one function with a setting that counts. */
  private static KerasCall elu(KerasFunction function) throws InvalidModelException {
    function.checkSettings("alpha");
    JsonNode alpha = function.setting("alpha");
    if (!alpha.isMissingNode() && !alpha.isNumber()) {
      throw function.unknown();
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    return new KerasCall("ELU", alpha.isNumber() ? config.set("alpha", alpha) : config);
  }

  private static KerasCall merged(KerasFunction function) throws InvalidModelException {
    String type =
        switch (function.name()) {
          case "add" -> "Add";
          case "subtract", "sub" -> "Subtract";
          case "multiply", "mul" -> "Multiply";
          case "maximum" -> "Maximum";
          case "minimum" -> "Minimum";
          default -> throw function.unknown();
        };
    return new KerasCall(type, JsonNodeFactory.instance.objectNode());
  }

  /** A sum, a product and the like with numbers that never change, one or one for each channel. */
  private static KerasCall scaled(KerasFunction function, JsonNode operand, boolean tensorFirst)
      throws InvalidModelException {
    List<Double> scales = new ArrayList<>();
    List<Double> offsets = new ArrayList<>();
    for (double number : numbers(function, operand)) {
      switch (function.name()) {
        case "add", "bias_add" -> add(scales, 1, offsets, number);
        case "subtract", "sub" -> {
          add(scales, tensorFirst ? 1 : -1, offsets, tensorFirst ? -number : number);
        }
        case "multiply", "mul" -> add(scales, number, offsets, 0);
        case "truediv", "truedivide", "divide" -> {
          if (!tensorFirst || number == 0) {
            throw function.unknown();
          }
          add(scales, 1 / number, offsets, 0);
        }
        default -> throw function.unknown();
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

  private static List<Double> numbers(KerasFunction function, JsonNode operand)
      throws InvalidModelException {
    JsonNode value = operand.isObject() ? operand.at("/config/value") : operand;
    // An array may be nested in dimensions of one.
    while (value.isArray() && value.size() == 1 && value.get(0).isArray()) {
      value = value.get(0);
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : value.isArray() ? value : List.of(value)) {
      if (!number.isNumber()) {
        throw function.unknown();
      }
      numbers.add(number.asDouble());
    }
    return numbers;
  }

  /**
   * The tensors and numbers that are given, in their order: Keras 3 lists the arguments; Keras 2
   * has the first one's name, or a constant in its place, and after it all others by their names.
   */
  private static List<JsonNode> operands(JsonNode call) {
    List<JsonNode> operands = new ArrayList<>();
    if (call.isObject()) {
      call.path("args").forEach(operands::add);
      call.path("kwargs").forEach(operands::add);
      return operands;
    }
    JsonNode first = call.path(0).isArray() ? call.path(0) : call;
    operands.add(KerasReference.isConstant(first) ? first.path(2) : first);
    for (Map.Entry<String, JsonNode> argument : first.path(3).properties()) {
      if (!isWithoutEffect(argument.getKey(), argument.getValue())) {
        operands.add(argument.getValue());
      }
    }
    return operands;
  }

  private static boolean isWithoutEffect(String name, JsonNode argument) {
    return name.equals("name")
        || argument.isNull()
        || (name.equals("data_format") && argument.asText().equals("NHWC"));
  }

  private static boolean isTensor(JsonNode operand) {
    return operand.path("class_name").asText().equals("__keras_tensor__")
        || (operand.isArray() && operand.path(0).isTextual());
  }
}
