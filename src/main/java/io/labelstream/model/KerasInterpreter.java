package io.labelstream.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.model.GraphWriter.Node;
import io.labelstream.model.KerasModel.Layer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
    for (Layer layer : model.layers()) {
      interpreter.write(layer);
    }
    List<Layer> inputs =
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

  private void write(Layer layer) throws InvalidModelException {
    String name = layer.name();
    JsonNode config = layer.config();
    checkLayout(layer);
    switch (layer.type()) {
      case "InputLayer" -> {
        int[] shape = KerasModel.ints(config.path("batch_input_shape"));
        written.put(name, graph.placeholder(name, Arrays.copyOfRange(shape, 1, shape.length)));
      }
      case "ZeroPadding2D" -> {
        int[] rows = KerasModel.ints(config.at("/padding/0"));
        int[] columns = KerasModel.ints(config.at("/padding/1"));
        written.put(name, graph.pad(name, image(layer), rows[0], rows[1], columns[0], columns[1]));
      }
      case "Conv2D" -> pending.put(name, convolution(layer));
      case "BatchNormalization" -> batchNormalization(layer);
      case "Activation" -> written.put(name, activation(layer, name, node(input(layer))));
      case "MaxPooling2D" ->
          written.put(
              name,
              graph.maxPool(
                  name,
                  image(layer),
                  KerasModel.ints(config.path("pool_size")),
                  KerasModel.ints(config.path("strides")),
                  padding(layer)));
      case "Add" -> written.put(name, sum(layer));
      case "GlobalAveragePooling2D" -> written.put(name, graph.globalAverage(name, image(layer)));
      case "Dense" -> written.put(name, dense(layer));
      default ->
          throw new InvalidModelException(
              "layer " + name + " is a " + layer.type() + ", which is not supported");
    }
  }

  private Convolution convolution(Layer layer) throws InvalidModelException {
    JsonNode config = layer.config();
    Node input = image(layer);
    int filters = config.path("filters").asInt();
    int[] size = KerasModel.ints(config.path("kernel_size"));
    int[] shape = {size[0], size[1], input.channels(), filters};
    if (!config.path("activation").asText().equals("linear")) {
      throw new InvalidModelException(
          "layer " + layer.name() + " has an activation of its own, which is not supported");
    }
    return new Convolution(
        input,
        shape,
        weights.get(layer.name(), "kernel", shape),
        biasOf(layer, filters),
        KerasModel.ints(config.path("strides")),
        KerasModel.ints(config.path("dilation_rate")),
        padding(layer));
  }

  private void batchNormalization(Layer layer) throws InvalidModelException {
    String name = layer.name();
    String input = input(layer);
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

  private ChannelScale scale(Layer layer, int channels) throws InvalidModelException {
    return ChannelScale.ofBatchNormalization(
        weights.get(layer.name(), "gamma", channels),
        weights.get(layer.name(), "beta", channels),
        weights.get(layer.name(), "moving_mean", channels),
        weights.get(layer.name(), "moving_variance", channels),
        layer.config().path("epsilon").asDouble());
  }

  private Node sum(Layer layer) throws InvalidModelException {
    if (layer.inputs().size() != 2) {
      throw new InvalidModelException("layer " + layer.name() + " must have two inputs");
    }
    Node first = node(layer.inputs().get(0));
    Node second = node(layer.inputs().get(1));
    if (!Arrays.equals(first.shape(), second.shape())) {
      throw new InvalidModelException(
          "layer "
              + layer.name()
              + " adds shapes "
              + Arrays.toString(first.shape())
              + " and "
              + Arrays.toString(second.shape()));
    }
    return graph.sum(layer.name(), first, second);
  }

  private Node dense(Layer layer) throws InvalidModelException {
    Node input = node(input(layer));
    int units = layer.config().path("units").asInt();
    int[] shape = {input.channels(), units};
    Node biased =
        graph.dense(
            layer.name(),
            input,
            shape,
            weights.get(layer.name(), "kernel", shape),
            biasOf(layer, units));
    return activation(layer, layer.name() + "/activation", biased);
  }

  private Node activation(Layer layer, String name, Node input) throws InvalidModelException {
    String function = layer.config().path("activation").asText();
    return switch (function) {
      case "linear" -> input;
      case "relu" -> graph.activation(name, "Relu", input);
      case "softmax" -> graph.activation(name, "Softmax", input);
      default ->
          throw new InvalidModelException(
              "layer " + layer.name() + " has activation " + function + ", which is not supported");
    };
  }

  private float[] biasOf(Layer layer, int channels) throws InvalidModelException {
    return layer.config().path("use_bias").asBoolean()
        ? weights.get(layer.name(), "bias", channels)
        : new float[channels];
  }

  private static void checkLayout(Layer layer) throws InvalidModelException {
    String format = layer.config().path("data_format").asText("channels_last");
    if (!format.equals("channels_last")) {
      throw new InvalidModelException(
          "layer " + layer.name() + " has data format " + format + ", which is not supported");
    }
  }

  private static String padding(Layer layer) throws InvalidModelException {
    String padding = layer.config().path("padding").asText().toUpperCase(Locale.ROOT);
    if (!padding.equals("VALID") && !padding.equals("SAME")) {
      throw new InvalidModelException(
          "layer " + layer.name() + " has padding " + padding + ", which is not supported");
    }
    return padding;
  }

  private static String input(Layer layer) throws InvalidModelException {
    if (layer.inputs().size() != 1) {
      throw new InvalidModelException("layer " + layer.name() + " must have one input");
    }
    return layer.inputs().get(0);
  }

  private Node image(Layer layer) throws InvalidModelException {
    Node node = node(input(layer));
    if (node.shape().length != 3) {
      throw new InvalidModelException(
          "layer "
              + layer.name()
              + " needs height, width and channels, but gets "
              + Arrays.toString(node.shape()));
    }
    return node;
  }

  /** The output of a layer; a convolution that waited for a normalisation is written now. */
  private Node node(String name) throws InvalidModelException {
    Convolution convolution = pending.remove(name);
    if (convolution != null) {
      written.put(name, graph.convolution(name, convolution));
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
