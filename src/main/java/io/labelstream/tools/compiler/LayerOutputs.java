package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operation that computes each layer's output, and the padding around it. */
final class LayerOutputs {

  private final Map<String, Long> uses = new HashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, Operation> outputs = new HashMap<>();
  private final Map<String, Padding> paddings = new HashMap<>();

  LayerOutputs(KerasModel model) {
    model
        .layers()
        .forEach(layer -> layer.inputs().forEach(name -> uses.merge(name, 1L, Long::sum)));
  }

  /** The operations that are left, each after its inputs. */
  List<Operation> operations() {
    return new ArrayList<>(operations.values());
  }

  void addPadded(KerasLayer layer, Padding padding) throws InvalidModelException {
    paddings.put(layer.name(), padding);
    outputs.put(layer.name(), image(layer));
  }

  boolean isPadded(String layer) {
    return paddings.containsKey(layer);
  }

  Padding padding(String layer) {
    return paddings.getOrDefault(layer, Padding.NONE);
  }

  Operation image(KerasLayer layer) throws InvalidModelException {
    Operation operation = output(layer.input());
    if (operation.shape().length != 3) {
      throw layer.invalid(
          "needs height, width and channels, but gets " + Arrays.toString(operation.shape()));
    }
    return operation;
  }

  /** The convolution whose output a layer alone reads, with nothing between the two. */
  Convolution onlyConvolution(KerasLayer layer, String input) throws InvalidModelException {
    output(input);
    return findOnlyConvolution(input)
        .orElseThrow(
            () ->
                layer.invalid("does not follow a convolution of its own, which is not supported"));
  }

  Optional<Convolution> findOnlyConvolution(String input) {
    boolean alone = uses.getOrDefault(input, 0L) == 1 && !isPadded(input);
    return alone && outputs.get(input) instanceof Convolution convolution && !convolution.relu()
        ? Optional.of(convolution)
        : Optional.empty();
  }

  Operation output(String layer) throws InvalidModelException {
    Operation output = outputs.get(layer);
    if (output == null) {
      throw new InvalidModelException("layer " + layer + " is used before it is defined");
    }
    return output;
  }

  void add(String layer, Operation operation) {
    operations.put(operation.name(), operation);
    outputs.put(layer, operation);
  }

  /** Nothing reads the original yet, so its successor may stand at the end. */
  void replace(String layer, Convolution original, Convolution successor) {
    operations.remove(original.name());
    add(layer, successor);
  }
}
