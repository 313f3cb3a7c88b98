package io.labelstream.model;

import io.labelstream.model.GraphWriter.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes Keras layers as TensorFlow nodes, one after the other, with every batch normalisation that
 * follows a convolution alone folded into it: Keras puts a bias between the two, which stops
 * TensorFlow's own fusion.
 */
final class KerasInterpreter {

  private final GraphWriter graph;
  private final Weights weights;
  private final Map<String, Node> written = new HashMap<>();
  private final Map<String, Convolution> pending = new HashMap<>();
  private final Map<String, Long> uses;

  private KerasInterpreter(KerasModel model, Weights weights, GraphWriter graph) {
    this.graph = graph;
    this.weights = weights;
    uses = new HashMap<>();
    model
        .layers()
        .forEach(layer -> layer.inputs().forEach(name -> uses.merge(name, 1L, Long::sum)));
  }

  /** Writes the whole model and returns its input and its output. */
  static Endpoints write(KerasModel model, Weights weights, GraphWriter graph)
      throws InvalidModelException {
    KerasInterpreter interpreter = new KerasInterpreter(model, weights, graph);
    for (KerasLayer layer : model.layers()) {
      interpreter.write(layer);
    }
    List<KerasLayer> inputs =
        model.layers().stream().filter(layer -> layer.type().equals("InputLayer")).toList();
    if (inputs.size() != 1 || model.outputs().size() != 1) {
      throw new InvalidModelException(
          "the model must have one input and one output, but has "
              + inputs.size()
              + " and "
              + model.outputs().size());
    }
    return new Endpoints(
        interpreter.node(inputs.get(0).name()), interpreter.node(model.outputs().get(0)));
  }

  /** Where a graph begins and ends. */
  record Endpoints(Node input, Node output) {}

  private void write(KerasLayer layer) throws InvalidModelException {
    layer.checkLayout();
    String name = layer.name();
    switch (layer.type()) {
      case "InputLayer" -> {
        int[] shape = layer.ints("/batch_input_shape", 4);
        written.put(name, graph.placeholder(name, Arrays.copyOfRange(shape, 1, shape.length)));
      }
      case "ZeroPadding2D" -> {
        int[] rows = layer.ints("/padding/0", 2);
        int[] columns = layer.ints("/padding/1", 2);
        written.put(name, graph.pad(name, image(layer), rows[0], rows[1], columns[0], columns[1]));
      }
      case "Conv2D" -> pending.put(name, convolution(layer));
      case "BatchNormalization" -> batchNormalization(layer);
      case "Activation" -> written.put(name, activation(layer, name, node(layer.input())));
      case "MaxPooling2D" ->
          written.put(
              name,
              graph.maxPool(
                  name,
                  image(layer),
                  layer.ints("/pool_size", 2),
                  layer.ints("/strides", 2),
                  layer.padding()));
      case "Add" -> written.put(name, sum(layer));
      case "GlobalAveragePooling2D" -> written.put(name, graph.globalAverage(name, image(layer)));
      case "Dense" -> written.put(name, dense(layer));
      default -> throw layer.invalid("is a " + layer.type() + ", which is not supported");
    }
  }

  private Convolution convolution(KerasLayer layer) throws InvalidModelException {
    Node input = image(layer);
    int[] size = layer.ints("/kernel_size", 2);
    int[] shape = {size[0], size[1], input.channels(), layer.size("/filters")};
    if (!layer.activation().equals("linear")) {
      throw layer.invalid("has an activation of its own, which is not supported");
    }
    return new Convolution(
        layer.name(),
        input,
        shape,
        weights.get(layer.name(), "kernel", shape),
        biasOf(layer, shape[3]),
        layer.ints("/strides", 2),
        layer.ints("/dilation_rate", 2),
        layer.padding());
  }

  private void batchNormalization(KerasLayer layer) throws InvalidModelException {
    String name = layer.name();
    String input = layer.input();
    Convolution convolution = pending.get(input);
    if (convolution != null && uses.getOrDefault(input, 0L) == 1) {
      pending.remove(input);
      pending.put(name, convolution.scaled(scale(layer, convolution.outputChannels())));
    } else {
      Node normalized = node(input);
      ChannelScale scale = scale(layer, normalized.channels());
      Node scaled = graph.multiply(name, normalized, floats(scale.scale()));
      written.put(name, graph.bias(name, scaled, floats(scale.shift())));
    }
  }

  private ChannelScale scale(KerasLayer layer, int channels) throws InvalidModelException {
    return ChannelScale.ofBatchNormalization(
        weights.get(layer.name(), "gamma", channels),
        weights.get(layer.name(), "beta", channels),
        weights.get(layer.name(), "moving_mean", channels),
        weights.get(layer.name(), "moving_variance", channels),
        layer.epsilon());
  }

  private Node sum(KerasLayer layer) throws InvalidModelException {
    if (layer.inputs().size() != 2) {
      throw layer.invalid("must have two inputs");
    }
    Node first = node(layer.inputs().get(0));
    Node second = node(layer.inputs().get(1));
    if (!Arrays.equals(first.shape(), second.shape())) {
      throw layer.invalid(
          "adds shapes "
              + Arrays.toString(first.shape())
              + " and "
              + Arrays.toString(second.shape()));
    }
    return graph.sum(layer.name(), first, second);
  }

  private Node dense(KerasLayer layer) throws InvalidModelException {
    Node input = node(layer.input());
    int[] shape = {input.channels(), layer.size("/units")};
    float[] kernel = weights.get(layer.name(), "kernel", shape);
    Node biased = graph.dense(layer.name(), input, shape, kernel, biasOf(layer, shape[1]));
    return activation(layer, layer.name() + "/activation", biased);
  }

  private Node activation(KerasLayer layer, String name, Node input) throws InvalidModelException {
    return switch (layer.activation()) {
      case "linear" -> input;
      case "relu" -> graph.activation(name, "Relu", input);
      case "softmax" -> graph.activation(name, "Softmax", input);
      default ->
          throw layer.invalid("has activation " + layer.activation() + ", which is not supported");
    };
  }

  private float[] biasOf(KerasLayer layer, int channels) throws InvalidModelException {
    return layer.hasBias() ? weights.get(layer.name(), "bias", channels) : new float[channels];
  }

  private Node image(KerasLayer layer) throws InvalidModelException {
    Node node = node(layer.input());
    if (node.shape().length != 3) {
      throw layer.invalid(
          "needs height, width and channels, but gets " + Arrays.toString(node.shape()));
    }
    return node;
  }

  /** The output of a layer; a convolution that waited for a normalisation is written now. */
  private Node node(String name) throws InvalidModelException {
    Convolution convolution = pending.remove(name);
    if (convolution != null) {
      written.put(name, graph.convolution(convolution));
    }
    Node node = written.get(name);
    if (node == null) {
      throw new InvalidModelException("layer " + name + " is used before it is defined");
    }
    return node;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
