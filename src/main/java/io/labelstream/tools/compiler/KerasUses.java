package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each use of each layer of a functional model gives, as far as it is known. */
final class KerasUses {

  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> models = new HashSet<>();
  private final Map<String, Map<Integer, List<String>>> outputs = new HashMap<>();

  /**
   * @param layers the layers in the model's configuration
   */
  KerasUses(JsonNode layers) {
    for (JsonNode layer : layers) {
      counts.put(name(layer), KerasReference.uses(layer).size());
      if (KerasTopology.isModel(layer)) {
        models.add(name(layer));
      }
    }
  }

  static String name(JsonNode layer) {
    String name = layer.path("name").asText();
    return name.isEmpty() ? layer.at("/config/name").asText() : name;
  }

  void put(String layer, int use, List<String> names) {
    outputs.computeIfAbsent(layer, key -> new HashMap<>()).put(use, names);
  }

  boolean isThere(String layer, int use) {
    return outputs.getOrDefault(layer, Map.of()).containsKey(use);
  }

  boolean isThere(KerasReference reference) {
    return find(reference).isPresent();
  }

  private Optional<String> find(KerasReference reference) {
    String layer = reference.layer();
    int use = reference.use();
    if (counts.getOrDefault(layer, 0) <= 1) {
      use = 0;
    } else if (models.contains(layer)) {
      // Keras counts the making of a model within a model as its first use, but does not list it.
      use--;
    }
    List<String> names = outputs.getOrDefault(layer, Map.of()).getOrDefault(use, List.of());
    return reference.output() < names.size()
        ? Optional.of(names.get(reference.output()))
        : Optional.empty();
  }

  /**
   * @throws InvalidModelException if a layer is not known, or not yet
   */
  List<String> resolve(List<KerasReference> references) throws InvalidModelException {
    List<String> names = new ArrayList<>();
    for (KerasReference reference : references) {
      names.add(
          find(reference)
              .orElseThrow(
                  () ->
                      new InvalidModelException(
                          "layer " + reference.layer() + " is used before it is defined")));
    }
    return names;
  }
}
