package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads a model's configuration, functional or sequential, of Keras 2 or 3, as one list of layers:
 * models within it are taken apart, and layers that do nothing in inference are left out.
 */
final class KerasTopology {

  /** What only training needs; augmentations pass their image on in inference. */
  private static final Set<String> IDLE =
      Set.of(
          "Dropout",
          "SpatialDropout2D",
          "GaussianDropout",
          "GaussianNoise",
          "AlphaDropout",
          "ActivityRegularization",
          "Identity",
          "RandomFlip",
          "RandomRotation",
          "RandomZoom",
          "RandomContrast",
          "RandomBrightness",
          "RandomTranslation");

  private final List<KerasLayer> layers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private KerasTopology() {}

  /**
   * Reads {@code {"class_name": …, "config": …}}.
   *
   * @param version the version of Keras that wrote it, or empty
   */
  static KerasModel read(JsonNode model, String version) throws InvalidModelException {
    KerasTopology topology = new KerasTopology();
    List<String> outputs = topology.model(model, new Scope("", "", "layers/"), List.of());
    return new KerasModel(ChannelLayers.unstacked(topology.layers, outputs), outputs, version);
  }

  /**
   * The model whose layers are read.
   *
   * @param prefix what precedes the names of its layers
   * @param group the outermost layer in which it is, or empty
   * @param path what precedes its layers' groups in Keras 3's file
   */
  private record Scope(String prefix, String group, String path) {

    KerasLayer.Place place(String layer, String stored) {
      return new KerasLayer.Place(layer, group.isEmpty() ? layer : group, path + stored);
    }

    Scope within(String name, KerasLayer.Place place) {
      return new Scope(name + "/", place.group(), place.path() + "/layers/");
    }
  }

  static boolean isModel(JsonNode layer) {
    return layer.at("/config/layers").isArray()
        || (layer.path("class_name").asText().equals("Sequential")
            && layer.path("config").isArray());
  }

  /** Returns the names of the outputs; the inputs are empty for the outermost model. */
  private List<String> model(JsonNode model, Scope scope, List<String> inputs)
      throws InvalidModelException {
    JsonNode config = model.path("config");
    if (!isModel(model)) {
      throw new InvalidModelException("there is no functional or sequential model of Keras in it");
    }
    return config.path("output_layers").isMissingNode()
        ? sequential(config.isArray() ? config : config.path("layers"), scope, inputs)
        : functional(config, scope, inputs);
  }

  private List<String> sequential(JsonNode members, Scope scope, List<String> inputs)
      throws InvalidModelException {
    StoredNames stored = new StoredNames();
    List<String> current = inputs;
    for (JsonNode member : members) {
      KerasLayer.Place place = scope.place(KerasUses.name(member), stored.next(member));
      boolean isInput = member.path("class_name").asText().equals("InputLayer");
      if (current.isEmpty() && !isInput && !isModel(member)) {
        current = List.of(add("input", "InputLayer", member.path("config"), List.of(), place));
      }
      if (!isInput || current.isEmpty()) {
        current = use(member, scope, place, 0, current);
      }
    }
    return current;
  }

  private List<String> functional(JsonNode config, Scope scope, List<String> inputs)
      throws InvalidModelException {
    KerasUses uses = new KerasUses(config.path("layers"));
    List<KerasReference> entries = KerasReference.all(config.path("input_layers"));
    if (!inputs.isEmpty() && inputs.size() != entries.size()) {
      throw new InvalidModelException(
          "a model within it has " + entries.size() + " inputs, but is given " + inputs.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      uses.put(entries.get(i).layer(), 0, List.of(inputs.get(i)));
    }
    StoredNames stored = new StoredNames();
    List<Call> waiting = new ArrayList<>();
    for (JsonNode layer : config.path("layers")) {
      KerasLayer.Place place = scope.place(KerasUses.name(layer), stored.next(layer));
      List<List<KerasReference>> calls = KerasReference.uses(layer);
      for (int i = 0; i < Math.max(1, calls.size()); i++) {
        if (!uses.isThere(KerasUses.name(layer), i)) {
          waiting.add(new Call(layer, place, i, calls.isEmpty() ? List.of() : calls.get(i)));
        }
      }
    }
    // Layers mostly follow their inputs; those that do not wait for the next round.
    while (!waiting.isEmpty()) {
      List<Call> left = new ArrayList<>();
      for (Call call : waiting) {
        if (call.inputs().stream().allMatch(uses::isThere)) {
          List<String> results =
              use(call.layer(), scope, call.place(), call.number(), uses.resolve(call.inputs()));
          uses.put(KerasUses.name(call.layer()), call.number(), results);
        } else {
          left.add(call);
        }
      }
      if (left.size() == waiting.size()) {
        uses.resolve(left.get(0).inputs());
      }
      waiting = left;
    }
    return uses.resolve(KerasReference.all(config.path("output_layers")));
  }

  /** One of the times that a layer of a functional model is called. */
  private record Call(
      JsonNode layer, KerasLayer.Place place, int number, List<KerasReference> inputs) {}

  /** Adds a layer, or those of a model, and returns the names of its outputs. */
  private List<String> use(
      JsonNode layer, Scope scope, KerasLayer.Place place, int number, List<String> inputs)
      throws InvalidModelException {
    String name = scope.prefix() + KerasUses.name(layer);
    if (isModel(layer)) {
      return model(layer, scope.within(unused(name), place), inputs);
    }
    String type = layer.path("class_name").asText();
    if (IDLE.contains(type) && inputs.size() == 1) {
      return inputs;
    }
    if (KerasFunction.is(layer)) {
      KerasCall call = KerasCall.of(layer, layer.path("inbound_nodes").path(number));
      return IDLE.contains(call.type())
          ? inputs
          : List.of(add(name, call.type(), call.config(), inputs, place));
    }
    return List.of(add(name, type, layer.path("config"), inputs, place));
  }

  private String add(
      String name, String type, JsonNode config, List<String> inputs, KerasLayer.Place place) {
    KerasLayer layer = new KerasLayer(unused(name), type, config, inputs, place);
    names.add(layer.name());
    layers.add(layer);
    return layer.name();
  }

  private String unused(String name) {
    String free = name;
    for (int i = 1; names.contains(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** Keras 3 stores layers under their class and a count, not under their names. */
  private static final class StoredNames {

    private final Map<String, Integer> counts = new HashMap<>();

    String next(JsonNode layer) {
      String name =
          layer
              .path("class_name")
              .asText()
              .replaceAll("\\W+", "")
              .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
              .replaceAll("([a-z])([A-Z])", "$1_$2")
              .toLowerCase(Locale.ROOT);
      int count = counts.merge(name, 1, Integer::sum) - 1;
      return count == 0 ? name : name + "_" + count;
    }
  }
}
