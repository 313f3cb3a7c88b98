package io.labelstream.tools.compiler;

import java.util.ArrayList;
import java.util.List;

/** What tensors the layers of Keras have, in the order in which Keras counts them. */
final class LayerVariables {

  private LayerVariables() {}

  /** The kinds of a layer's tensors. */
  static List<String> of(KerasLayer layer) {
    List<String> kinds = new ArrayList<>();
    switch (layer.type()) {
      case "Conv2D", "Dense" -> kinds.add("kernel");
      case "DepthwiseConv2D" -> kinds.add("depthwise_kernel");
      case "SeparableConv2D" -> kinds.addAll(List.of("depthwise_kernel", "pointwise_kernel"));
      case "BatchNormalization" -> {
        if (layer.flag("scale")) {
          kinds.add("gamma");
        }
        if (layer.flag("center")) {
          kinds.add("beta");
        }
        kinds.addAll(List.of("moving_mean", "moving_variance"));
        return kinds;
      }
      case "LayerNormalization" -> {
        if (layer.flag("scale")) {
          kinds.add("gamma");
        }
        if (layer.flag("center")) {
          kinds.add("beta");
        }
        return kinds;
      }
      case "PReLU" -> {
        return List.of("alpha");
      }
      case "Normalization" -> {
        return List.of("mean", "variance", "count");
      }
      default -> {
        return List.of();
      }
    }
    if (layer.hasBias()) {
      kinds.add("bias");
    }
    return kinds;
  }

  /** The names under which Keras 2 and 3 have a kind. */
  static List<String> aliases(KerasLayer layer, String kind) {
    return layer.type().equals("DepthwiseConv2D") && kind.equals("depthwise_kernel")
        ? List.of(kind, "kernel")
        : List.of(kind);
  }
}
