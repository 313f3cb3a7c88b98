package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.ZeroPadding;
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
    model.outputs().forEach(name -> uses.merge(name, 1L, Long::sum));
  }

  /** The operations that are left, each after its inputs. */
  List<Operation> operations() {
    return new ArrayList<>(operations.values());
  }

  /** Leaves zeros around an image to the layer that reads it. */
  void addPadded(KerasLayer layer, Padding padding) throws InvalidModelException {
    Operation image = image(layer);
    paddings.put(layer.name(), padding);
    outputs.put(layer.name(), image);
  }

  boolean isPadded(String layer) {
    return paddings.containsKey(layer);
  }

  Padding padding(String layer) {
    return paddings.getOrDefault(layer, Padding.NONE);
  }

  /** The image that a layer reads, with any zeros around it. */
  Operation image(KerasLayer layer) throws InvalidModelException {
    return checkImage(layer, output(layer.input()));
  }

  /** The image that a layer reads, without the zeros that are around it. */
  Operation unpaddedImage(KerasLayer layer) throws InvalidModelException {
    return checkImage(layer, defined(layer.input()));
  }

  /** The channels of a layer's input, which must be its last dimension. */
  int channels(KerasLayer layer) throws InvalidModelException {
    int[] shape = output(layer.input()).shape();
    return shape[shape.length - 1];
  }

  private static Operation checkImage(KerasLayer layer, Operation operation)
      throws InvalidModelException {
    if (operation.shape().length != 3) {
      throw layer.invalid(
          "needs height, width and channels, but gets " + Arrays.toString(operation.shape()));
    }
    return operation;
  }

  /** The convolution whose output one layer alone reads, with nothing between the two. */
  Optional<Convolution> findOnlyConvolution(String input) {
    return findOnly(input)
        .filter(Convolution.class::isInstance)
        .map(Convolution.class::cast)
        .filter(convolution -> convolution.rectifier() == Rectifier.NONE);
  }

  /** The operation whose output one layer alone reads, with nothing between the two. */
  Optional<Operation> findOnly(String input) {
    boolean alone = uses.getOrDefault(input, 0L) == 1 && !isPadded(input);
    return alone ? Optional.ofNullable(outputs.get(input)) : Optional.empty();
  }

  /** A layer's output; zeros around it become an operation of their own. */
  Operation output(String layer) throws InvalidModelException {
    Operation output = defined(layer);
    Padding padding = paddings.remove(layer);
    if (padding != null && !padding.equals(Padding.NONE)) {
      output = new ZeroPadding(layer, output, padding);
      add(layer, output);
    }
    return output;
  }

  private Operation defined(String layer) throws InvalidModelException {
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

  /** Gives a layer the output of another one. */
  void alias(String layer, Operation operation) {
    outputs.put(layer, operation);
    // The two share their readers from here on, so that neither has the output alone.
    uses.merge(layer, 1L, Long::sum);
  }

  /** Nothing reads the original yet, so its successor may stand at the end. */
  void replace(String layer, Operation original, Operation successor) {
    operations.remove(original.name());
    add(layer, successor);
  }
}
