package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A Keras functional model as TensorFlow.js stores it ({@code model.json}).
 *
 * @param layers the layers in an order in which each follows its inputs
 * @param outputs the names of the output layers
 * @param shards the weight files in order
 * @param weights the tensors in the order in which they lie in the concatenated shards
 */
record KerasModel(
    List<KerasLayer> layers, List<String> outputs, List<String> shards, List<WeightSpec> weights) {

  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record WeightSpec(String name, String type, int[] shape) {}

  static KerasModel parse(JsonNode document) throws InvalidModelException {
    JsonNode model = document.at("/modelTopology/model_config/config");
    JsonNode manifest = document.at("/weightsManifest");
    if (!model.path("layers").isArray() || !manifest.isArray()) {
      throw new InvalidModelException("the topology is not a TensorFlow.js layers model");
    }
    List<KerasLayer> layers = new ArrayList<>();
    for (JsonNode layer : model.get("layers")) {
      layers.add(
          new KerasLayer(
              layer.path("name").asText(),
              layer.path("class_name").asText(),
              layer.path("config"),
              firstTexts(layer.at("/inbound_nodes/0"))));
    }
    List<String> shards = new ArrayList<>();
    List<WeightSpec> weights = new ArrayList<>();
    for (JsonNode group : manifest) {
      group.path("paths").forEach(path -> shards.add(path.asText()));
      for (JsonNode weight : group.path("weights")) {
        weights.add(
            new WeightSpec(
                weight.path("name").asText(),
                weight.path("dtype").asText(),
                ints(weight.path("shape"))));
      }
    }
    return new KerasModel(layers, firstTexts(model.path("output_layers")), shards, weights);
  }

  /** Keras writes a reference to a layer as an array that starts with the layer's name. */
  private static List<String> firstTexts(JsonNode references) {
    List<String> names = new ArrayList<>();
    references.forEach(reference -> names.add(reference.path(0).asText()));
    return names;
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }
}
