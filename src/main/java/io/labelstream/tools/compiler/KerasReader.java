package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads Keras layers as a {@link Network}: batch normalisation, padding, sum and ReLU go into the
 * convolution that they follow or precede. TensorFlow would leave them apart: Keras puts a bias
 * between convolution and normalisation, which stops TensorFlow's own fusion, and it does not fuse
 * the sum.
 */
final class KerasReader {

  private final Weights weights;
  private final LayerOutputs outputs;

  private KerasReader(KerasModel model, Weights weights) {
    this.weights = weights;
    outputs = new LayerOutputs(model);
  }

  static Network read(KerasModel model, Weights weights) throws InvalidModelException {
    KerasReader reader = new KerasReader(model, weights);
    for (KerasLayer layer : model.layers()) {
      layer.checkLayout();
      reader.read(layer);
    }
    List<Operation> operations = reader.outputs.operations();
    long inputs = operations.stream().filter(Network.Input.class::isInstance).count();
    if (inputs != 1 || model.outputs().size() != 1) {
      throw new InvalidModelException(
          "the model must have one input and one output, but has "
              + inputs
              + " and "
              + model.outputs().size());
    }
    Operation output = reader.outputs.output(model.outputs().get(0));
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
        outputs.add(name, new Network.Input(name, Arrays.copyOfRange(shape, 1, shape.length)));
      }
      case "ZeroPadding2D" -> {
        int[] rows = layer.ints("/padding/0", 2);
        int[] columns = layer.ints("/padding/1", 2);
        outputs.addPadded(layer, new Padding(rows[0], rows[1], columns[0], columns[1]));
      }
      case "Conv2D" -> outputs.add(name, convolution(layer));
      case "BatchNormalization" -> {
        Convolution convolution = outputs.onlyConvolution(layer, layer.input());
        if (convolution.summand().isPresent()) {
          throw layer.invalid("follows a sum, which is not supported");
        }
        outputs.replace(
            name, convolution, convolution.scaled(scale(layer, convolution.outputChannels())));
      }
      case "Activation" -> {
        if (!layer.activation().equals("relu")) {
          throw layer.invalid("has activation " + layer.activation() + ", which is not supported");
        }
        Convolution convolution = outputs.onlyConvolution(layer, layer.input());
        outputs.replace(name, convolution, convolution.rectified());
      }
      case "Add" -> sum(layer);
      case "MaxPooling2D" -> outputs.add(name, maxPool(layer));
      case "GlobalAveragePooling2D" ->
          outputs.add(name, new Network.GlobalAverage(name, outputs.image(layer)));
      case "Dense" -> outputs.add(name, dense(layer));
      default -> throw layer.invalid("is a " + layer.type() + ", which is not supported");
    }
  }

  private Convolution convolution(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.image(layer);
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
        Optional.empty(),
        false);
  }

  private Operation maxPool(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.image(layer);
    boolean padded = outputs.isPadded(layer.input());
    if (padded && !(input instanceof Convolution convolution && convolution.relu())) {
      // Zeros must not be larger than what they stand beside.
      throw layer.invalid("may be padded with zeros only behind a ReLU");
    }
    WindowGeometry windows = windows(layer, input, layer.ints("/pool_size", 2), new int[] {1, 1});
    return new Network.MaxPool(layer.name(), input, windows);
  }

  private WindowGeometry windows(KerasLayer layer, Operation input, int[] size, int[] dilations)
      throws InvalidModelException {
    int[] strides = layer.ints("/strides", 2);
    Padding before = outputs.padding(layer.input());
    Padding padding =
        switch (layer.padding()) {
          case VALID -> before;
          case SAME -> {
            if (outputs.isPadded(layer.input())) {
              throw layer.invalid("is padded twice, which is not supported");
            }
            yield Padding.same(input.shape(), size, strides, dilations);
          }
        };
    return new WindowGeometry(size[0], size[1], strides, dilations, padding);
  }

  /** The sum becomes part of the convolution among its inputs that nothing else reads. */
  private void sum(KerasLayer layer) throws InvalidModelException {
    if (layer.inputs().size() != 2) {
      throw layer.invalid("must have two inputs");
    }
    Operation first = outputs.output(layer.inputs().get(0));
    Operation second = outputs.output(layer.inputs().get(1));
    if (!Arrays.equals(first.shape(), second.shape())) {
      throw layer.invalid(
          "adds shapes "
              + Arrays.toString(first.shape())
              + " and "
              + Arrays.toString(second.shape()));
    }
    Optional<Convolution> free =
        outputs
            .findOnlyConvolution(layer.inputs().get(0))
            .filter(convolution -> convolution.summand().isEmpty());
    if (free.isPresent()) {
      outputs.replace(layer.name(), free.get(), free.get().plus(second));
      return;
    }
    Convolution convolution = outputs.onlyConvolution(layer, layer.inputs().get(1));
    if (convolution.summand().isPresent()) {
      throw layer.invalid("adds two sums, which is not supported");
    }
    outputs.replace(layer.name(), convolution, convolution.plus(first));
  }

  private Operation dense(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
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
}
