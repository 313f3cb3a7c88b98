package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.Windows.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Keras layers as a {@link Network}: batch normalisation, padding, sum and ReLU go into the
 * convolution that they follow or precede. TensorFlow would leave them apart: Keras puts a bias
 * between convolution and normalisation, which stops TensorFlow's own fusion, and it does not fuse
 * the sum.
 */
final class KerasReader {

  private final Weights weights;
  private final Map<String, Long> uses = new HashMap<>();
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, Operation> outputs = new HashMap<>();
  private final Map<String, Padding> paddings = new HashMap<>();

  private KerasReader(KerasModel model, Weights weights) {
    this.weights = weights;
    model
        .layers()
        .forEach(layer -> layer.inputs().forEach(name -> uses.merge(name, 1L, Long::sum)));
  }

  static Network read(KerasModel model, Weights weights) throws InvalidModelException {
    KerasReader reader = new KerasReader(model, weights);
    for (KerasLayer layer : model.layers()) {
      layer.checkLayout();
      reader.read(layer);
    }
    List<Operation> operations = new ArrayList<>(reader.operations.values());
    long inputs = operations.stream().filter(Network.Input.class::isInstance).count();
    if (inputs != 1 || model.outputs().size() != 1) {
      throw new InvalidModelException(
          "the model must have one input and one output, but has "
              + inputs
              + " and "
              + model.outputs().size());
    }
    Operation output = reader.output(model.outputs().get(0));
    if (!(operations.get(0) instanceof Network.Input)
        || operations.get(operations.size() - 1) != output) {
      throw new InvalidModelException(
          "the model must begin with its input and end with its output");
    }
    return new Network(operations);
  }

  private void read(KerasLayer layer) throws InvalidModelException {
    String name = layer.name();
    switch (layer.type()) {
      case "InputLayer" -> {
        int[] shape = layer.ints("/batch_input_shape", 4);
        add(name, new Network.Input(name, Arrays.copyOfRange(shape, 1, shape.length)));
      }
      case "ZeroPadding2D" -> {
        int[] rows = layer.ints("/padding/0", 2);
        int[] columns = layer.ints("/padding/1", 2);
        paddings.put(name, new Padding(rows[0], rows[1], columns[0], columns[1]));
        outputs.put(name, image(layer));
      }
      case "Conv2D" -> add(name, convolution(layer));
      case "BatchNormalization" -> {
        Convolution convolution = onlyConvolution(layer, layer.input());
        if (convolution.summand() != null) {
          throw layer.invalid("follows a sum, which is not supported");
        }
        replace(name, convolution, convolution.scaled(scale(layer, convolution.outputChannels())));
      }
      case "Activation" -> {
        if (!layer.activation().equals("relu")) {
          throw layer.invalid("has activation " + layer.activation() + ", which is not supported");
        }
        Convolution convolution = onlyConvolution(layer, layer.input());
        replace(name, convolution, convolution.rectified());
      }
      case "Add" -> sum(layer);
      case "MaxPooling2D" -> add(name, maxPool(layer));
      case "GlobalAveragePooling2D" -> add(name, new Network.GlobalAverage(name, image(layer)));
      case "Dense" -> add(name, dense(layer));
      default -> throw layer.invalid("is a " + layer.type() + ", which is not supported");
    }
  }

  private Convolution convolution(KerasLayer layer) throws InvalidModelException {
    Operation input = image(layer);
    int[] size = layer.ints("/kernel_size", 2);
    int[] shape = {size[0], size[1], input.shape()[2], layer.size("/filters")};
    if (!layer.activation().equals("linear")) {
      throw layer.invalid("has an activation of its own, which is not supported");
    }
    return new Convolution(
        layer.name(),
        input,
        shape,
        weights.get(layer.name(), "kernel", shape),
        biasOf(layer, shape[3]),
        windows(layer, input, size, layer.ints("/dilation_rate", 2)),
        null,
        false);
  }

  private Operation maxPool(KerasLayer layer) throws InvalidModelException {
    Operation input = image(layer);
    boolean padded = paddings.containsKey(layer.input());
    if (padded && !(input instanceof Convolution convolution && convolution.relu())) {
      // Zeros must not be larger than what they stand beside.
      throw layer.invalid("may be padded with zeros only behind a ReLU");
    }
    Windows windows = windows(layer, input, layer.ints("/pool_size", 2), new int[] {1, 1});
    return new Network.MaxPool(layer.name(), input, windows);
  }

  private Windows windows(KerasLayer layer, Operation input, int[] size, int[] dilations)
      throws InvalidModelException {
    int[] strides = layer.ints("/strides", 2);
    Padding before = paddings.getOrDefault(layer.input(), Padding.NONE);
    Padding padding =
        switch (layer.padding()) {
          case VALID -> before;
          case SAME -> {
            if (paddings.containsKey(layer.input())) {
              throw layer.invalid("is padded twice, which is not supported");
            }
            yield Padding.same(input.shape(), size, strides, dilations);
          }
        };
    return new Windows(size[0], size[1], strides, dilations, padding);
  }

  /** The sum goes into the convolution among its inputs that nothing else reads. */
  private void sum(KerasLayer layer) throws InvalidModelException {
    if (layer.inputs().size() != 2) {
      throw layer.invalid("must have two inputs");
    }
    Operation first = output(layer.inputs().get(0));
    Operation second = output(layer.inputs().get(1));
    if (!Arrays.equals(first.shape(), second.shape())) {
      throw layer.invalid(
          "adds shapes "
              + Arrays.toString(first.shape())
              + " and "
              + Arrays.toString(second.shape()));
    }
    Convolution convolution = findOnlyConvolution(layer.inputs().get(0));
    if (convolution != null && convolution.summand() == null) {
      replace(layer.name(), convolution, convolution.plus(second));
      return;
    }
    convolution = onlyConvolution(layer, layer.inputs().get(1));
    if (convolution.summand() != null) {
      throw layer.invalid("adds two sums, which is not supported");
    }
    replace(layer.name(), convolution, convolution.plus(first));
  }

  private Operation dense(KerasLayer layer) throws InvalidModelException {
    Operation input = output(layer.input());
    if (input.shape().length != 1) {
      throw layer.invalid("needs one dimension, but gets " + Arrays.toString(input.shape()));
    }
    boolean softmax =
        switch (layer.activation()) {
          case "linear" -> false;
          case "softmax" -> true;
          default ->
              throw layer.invalid(
                  "has activation " + layer.activation() + ", which is not supported");
        };
    int units = layer.size("/units");
    float[] kernel = weights.get(layer.name(), "kernel", input.shape()[0], units);
    return new Network.Dense(layer.name(), input, kernel, biasOf(layer, units), softmax);
  }

  private ChannelScale scale(KerasLayer layer, int channels) throws InvalidModelException {
    return ChannelScale.ofBatchNormalization(
        weights.get(layer.name(), "gamma", channels),
        weights.get(layer.name(), "beta", channels),
        weights.get(layer.name(), "moving_mean", channels),
        weights.get(layer.name(), "moving_variance", channels),
        layer.epsilon());
  }

  private float[] biasOf(KerasLayer layer, int channels) throws InvalidModelException {
    return layer.hasBias() ? weights.get(layer.name(), "bias", channels) : new float[channels];
  }

  private Operation image(KerasLayer layer) throws InvalidModelException {
    Operation operation = output(layer.input());
    if (operation.shape().length != 3) {
      throw layer.invalid(
          "needs height, width and channels, but gets " + Arrays.toString(operation.shape()));
    }
    return operation;
  }

  /** The convolution whose output a layer alone reads, nothing having come between the two. */
  private Convolution onlyConvolution(KerasLayer layer, String input) throws InvalidModelException {
    output(input);
    Convolution convolution = findOnlyConvolution(input);
    if (convolution == null) {
      throw layer.invalid("does not follow a convolution of its own, which is not supported");
    }
    return convolution;
  }

  private @Nullable Convolution findOnlyConvolution(String input) {
    boolean alone = uses.getOrDefault(input, 0L) == 1 && !paddings.containsKey(input);
    return alone && outputs.get(input) instanceof Convolution convolution && !convolution.relu()
        ? convolution
        : null;
  }

  private Operation output(String layer) throws InvalidModelException {
    Operation output = outputs.get(layer);
    if (output == null) {
      throw new InvalidModelException("layer " + layer + " is used before it is defined");
    }
    return output;
  }

  private void add(String layer, Operation operation) {
    operations.put(operation.name(), operation);
    outputs.put(layer, operation);
  }

  /** Nothing reads the original yet, so its successor may stand at the end. */
  private void replace(String layer, Convolution original, Convolution successor) {
    operations.remove(original.name());
    add(layer, successor);
  }
}
