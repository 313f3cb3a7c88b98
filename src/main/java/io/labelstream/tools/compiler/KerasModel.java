package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The layers of a Keras model, those of the models in it among them.
 *
 * @param layers the layers in the file's order
 * @param outputs the names of the output layers
 * @param version the version of Keras that wrote it, or empty
 */
record KerasModel(List<KerasLayer> layers, List<String> outputs, String version) {

  KerasModel {
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  /** Keras 3 has changed what some names mean. */
  boolean isOfKeras3() {
    return version.startsWith("3");
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }
}
