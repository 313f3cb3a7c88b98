package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers that put channels into another order, as {@code preprocess_input} of ResNet and VGG does.
 * Keras has none for it: a model calls functions, which are read as layers of these types.
 */
final class ChannelLayers {

  /** Its {@code order} has the channels to take; without it they are turned round. */
  static final String ORDER = "ChannelOrder";

  /** Takes one {@code channel} away from the others. */
  static final String ONE = "GetItem";

  /** Lays single channels side by side. */
  static final String STACK = "Stack";

  private ChannelLayers() {}

  /** An order of channels in place of each stack of single channels of one tensor. */
  static List<KerasLayer> unstacked(List<KerasLayer> layers, List<String> outputs) {
    Map<String, KerasLayer> singles = new HashMap<>();
    List<KerasLayer> results = new ArrayList<>();
    for (KerasLayer layer : layers) {
      if (layer.type().equals(ONE)) {
        singles.put(layer.name(), layer);
      }
      results.add(unstacked(layer, singles).orElse(layer));
    }
    Set<String> read = new HashSet<>(outputs);
    results.forEach(layer -> read.addAll(layer.inputs()));
    results.removeIf(layer -> layer.type().equals(ONE) && !read.contains(layer.name()));
    return results;
  }

  private static Optional<KerasLayer> unstacked(KerasLayer stack, Map<String, KerasLayer> singles) {
    if (!stack.type().equals(STACK) || !singles.keySet().containsAll(stack.inputs())) {
      return Optional.empty();
    }
    List<KerasLayer> channels = stack.inputs().stream().map(singles::get).toList();
    List<List<String>> sources = channels.stream().map(KerasLayer::inputs).distinct().toList();
    if (sources.size() != 1) {
      return Optional.empty();
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    channels.forEach(channel -> config.withArray("order").add(channel.config().get("channel")));
    return Optional.of(new KerasLayer(stack.name(), ORDER, config, sources.get(0), stack.place()));
  }

  /** The channels in the order in which a layer gives them. */
  static int[] order(KerasLayer layer, int channels) throws InvalidModelException {
    JsonNode given = layer.config().path("order");
    int[] order = new int[given.isArray() ? given.size() : channels];
    for (int i = 0; i < order.length; i++) {
      order[i] = given.isArray() ? given.get(i).asInt() : channels - 1 - i;
      if (order[i] < 0 || order[i] >= channels) {
        throw layer.invalid("takes channel " + order[i] + " of " + channels);
      }
    }
    return order;
  }

  /** Whether a layer turns the channels round and does nothing else. */
  static boolean isReversal(KerasLayer layer, int channels) throws InvalidModelException {
    int[] order = order(layer, channels);
    boolean reversal = order.length == channels;
    for (int i = 0; reversal && i < channels; i++) {
      reversal = order[i] == channels - 1 - i;
    }
    return reversal;
  }

  /** Both engines have a convolution, in eight bits too, and a scale that follows goes into it. */
  static Convolution convolution(KerasLayer layer, Operation image) throws InvalidModelException {
    int channels = image.shape()[2];
    int[] order = order(layer, channels);
    float[] kernel = new float[channels * order.length];
    for (int i = 0; i < order.length; i++) {
      kernel[order[i] * order.length + i] = 1;
    }
    return new Convolution(
        layer.name(),
        image,
        new int[] {1, 1, channels, order.length},
        kernel,
        new float[order.length],
        WindowGeometry.POSITION,
        Optional.empty(),
        Rectifier.NONE);
  }
}
