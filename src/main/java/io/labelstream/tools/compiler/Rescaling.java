package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** The layers with which a model normalises its image itself. */
final class Rescaling {

  /** Keras divides by no less. */
  private static final double LEAST_DEVIATION = 1e-7;

  private Rescaling() {}

  static ChannelScale of(KerasLayer layer, int channels) throws InvalidModelException {
    return new ChannelScale(
        perChannel(layer, "scale", channels, 1), perChannel(layer, "offset", channels, 0));
  }

  /** The mean and the variance are in the configuration, or among the weights. */
  static ChannelScale ofNormalization(KerasLayer layer, int channels, Weights weights)
      throws InvalidModelException {
    if (layer.config().path("invert").asBoolean()) {
      throw layer.invalid("inverts a normalisation, which is not supported");
    }
    double[] mean = statistic(layer, "mean", channels, weights);
    double[] variance = statistic(layer, "variance", channels, weights);
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] = 1 / Math.max(Math.sqrt(variance[c]), LEAST_DEVIATION);
      shift[c] = -mean[c] * scale[c];
    }
    return new ChannelScale(scale, shift);
  }

  private static double[] statistic(KerasLayer layer, String kind, int channels, Weights weights)
      throws InvalidModelException {
    JsonNode given = layer.config().path(kind);
    if (given.isNumber() || given.isArray()) {
      return perChannel(layer, kind, channels, 0);
    }
    float[] stored = weights.perChannel(layer, kind, channels);
    double[] values = new double[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = stored[c];
    }
    return values;
  }

  private static double[] perChannel(KerasLayer layer, String name, int channels, double missing)
      throws InvalidModelException {
    JsonNode node = layer.config().path(name);
    // Keras writes an array as it is, or nested in dimensions of one.
    while (node.isArray() && node.size() == 1 && node.get(0).isArray()) {
      node = node.get(0);
    }
    double[] values = new double[channels];
    if (!node.isArray()) {
      Arrays.fill(values, node.isNumber() ? node.asDouble() : missing);
      return values;
    }
    if (node.size() != channels && node.size() != 1) {
      throw layer.invalid(
          "must have " + channels + " numbers in " + name + ", but has " + node.size());
    }
    for (int c = 0; c < channels; c++) {
      values[c] = node.get(node.size() == 1 ? 0 : c).asDouble();
    }
    return values;
  }
}
