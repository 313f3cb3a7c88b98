package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.tools.compiler.FloatOperation.Affine;
import io.labelstream.tools.compiler.FloatOperation.Standardization;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.Arrays;

/** Reads the layers that normalise channels, by what was learnt or by their own deviation. */
final class NormalizationLayers {

  private final LayerOutputs outputs;
  private final Weights weights;

  NormalizationLayers(LayerOutputs outputs, Weights weights) {
    this.outputs = outputs;
    this.weights = weights;
  }

  /** What a batch normalisation does in inference. */
  ChannelScale batch(KerasLayer layer) throws InvalidModelException {
    int[] shape = outputs.output(layer.input()).shape();
    int channels = shape[shape.length - 1];
    checkAxis(layer, shape.length);
    return ChannelScale.ofBatchNormalization(
        factors(layer, channels),
        summands(layer, channels),
        weights.get(layer, "moving_mean", channels),
        weights.get(layer, "moving_variance", channels),
        layer.epsilon());
  }

  /** Each pixel's channels, or a vector's numbers, are normalised by themselves. */
  void standardize(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
    int rank = input.shape().length;
    checkAxis(layer, rank);
    if (rank == 2) {
      throw layer.invalid(
          "normalises "
              + Arrays.toString(input.shape())
              + ", but must normalise a vector or the channels of an image");
    }
    if (layer.config().path("rms_scaling").asBoolean()) {
      throw layer.invalid("has rms_scaling, which is not supported: train it without");
    }
    int channels = outputs.channels(layer);
    String name = layer.name() + "/standardized";
    Operation standardized = new Standardization(name, input, (float) layer.epsilon());
    outputs.add(name, standardized);
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    float[] gamma = factors(layer, channels);
    float[] beta = summands(layer, channels);
    for (int c = 0; c < channels; c++) {
      scale[c] = gamma[c];
      shift[c] = beta[c];
    }
    outputs.add(
        layer.name(), new Affine(layer.name(), standardized, new ChannelScale(scale, shift)));
  }

  private static void checkAxis(KerasLayer layer, int rank) throws InvalidModelException {
    JsonNode axes = layer.config().path("axis");
    int axis = axes.path(0).asInt(axes.asInt(-1));
    if (axes.size() > 1 || (axis != -1 && axis != rank)) {
      throw layer.invalid("normalises axis " + axes + ", but must normalise the channels");
    }
  }

  private float[] factors(KerasLayer layer, int channels) throws InvalidModelException {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return layer.flag("scale") ? weights.get(layer, "gamma", channels) : ones;
  }

  private float[] summands(KerasLayer layer, int channels) throws InvalidModelException {
    return layer.flag("center") ? weights.get(layer, "beta", channels) : new float[channels];
  }
}
