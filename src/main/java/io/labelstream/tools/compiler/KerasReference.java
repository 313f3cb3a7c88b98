package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One output of one use of a layer, to which another layer refers: {@code ["name", use, output]}.
 */
record KerasReference(String layer, int use, int output) {

  /** Where Keras 2 would have the name of a function's first tensor, but that is a constant. */
  private static final String CONSTANT = "_CONSTANT_VALUE";

  /** The references in a list of them; where there is only one, Keras 3 leaves out the list. */
  static List<KerasReference> all(JsonNode references) {
    if (references.path(0).isTextual()) {
      return List.of(of(references));
    }
    List<KerasReference> all = new ArrayList<>();
    references.forEach(reference -> all.add(of(reference)));
    return all;
  }

  private static KerasReference of(JsonNode reference) {
    return new KerasReference(
        reference.path(0).asText(), reference.path(1).asInt(), reference.path(2).asInt());
  }

  /** The inputs of each use of a layer. */
  static List<List<KerasReference>> uses(JsonNode layer) {
    List<List<KerasReference>> uses = new ArrayList<>();
    for (JsonNode node : layer.path("inbound_nodes")) {
      List<KerasReference> inputs = new ArrayList<>();
      if (node.isObject()) {
        collect(node, inputs);
      } else {
        inputs.addAll(all(node));
        if (KerasFunction.is(layer)) {
          inputs.removeIf(input -> input.layer().equals(CONSTANT));
        }
        // What a function is called with besides its first tensor is by name in Keras 2.
        JsonNode named = node.path(0).isArray() ? node.path(0).path(3) : node.path(3);
        named.forEach(
            argument -> {
              if (argument.isArray() && argument.path(0).isTextual()) {
                inputs.add(of(argument));
              }
            });
      }
      uses.add(inputs);
    }
    return uses;
  }

  /** Whether a reference stands for a constant: {@code ["_CONSTANT_VALUE", -1, constant]}. */
  static boolean isConstant(JsonNode reference) {
    return reference.path(0).asText().equals(CONSTANT);
  }

  /** Keras 3 has the arguments of a call, somewhere in which are the tensors. */
  private static void collect(JsonNode node, List<KerasReference> inputs) {
    if (node.path("class_name").asText().equals("__keras_tensor__")) {
      inputs.add(of(node.at("/config/keras_history")));
    } else {
      node.forEach(part -> collect(part, inputs));
    }
  }
}
