package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A function that a model's configuration has among its layers. Keras 2 stores it as {@code
 * TFOpLambda}, or {@code SlicingOpLambda}, Keras 3 under the function's own class.
 */
record KerasFunction(JsonNode layer) {

  private static final Set<String> LAMBDAS = Set.of("TFOpLambda", "SlicingOpLambda");
  private static final String KERAS3_FUNCTIONS = "keras.src.ops.";

  /** What the configuration may say without changing what is computed. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("name", "dtype", "trainable");

  /** Whether a layer of a configuration is a function that was called. */
  static boolean is(JsonNode layer) {
    return isLambda(layer) || layer.path("module").asText().startsWith(KERAS3_FUNCTIONS);
  }

  private static boolean isLambda(JsonNode layer) {
    return LAMBDAS.contains(layer.path("class_name").asText());
  }

  /** The name without its package, as {@code truediv} of {@code math.truediv}. */
  String name() {
    String name = fullName();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private String fullName() {
    return layer.at(isLambda(layer) ? "/config/function" : "/class_name").asText();
  }

  JsonNode setting(String name) {
    return layer.path("config").path(name);
  }

  /**
   * Keras 3 configures a function with what it is called with besides tensors; Keras 2 has that in
   * the call.
   *
   * @param known the settings that the caller heeds
   * @throws InvalidModelException if there is another one that may change what is computed
   */
  void checkSettings(String... known) throws InvalidModelException {
    if (isLambda(layer)) {
      return;
    }
    for (Map.Entry<String, JsonNode> setting : layer.path("config").properties()) {
      String name = setting.getKey();
      if (!WITHOUT_EFFECT.contains(name) && !List.of(known).contains(name)) {
        throw invalid("with " + name + " " + setting.getValue() + ", which is not supported");
      }
    }
  }

  InvalidModelException unknown() {
    return invalid("in a way that is not supported");
  }

  private InvalidModelException invalid(String how) {
    return new InvalidModelException(
        "layer " + KerasUses.name(layer) + " calls " + fullName() + " " + how);
  }
}
