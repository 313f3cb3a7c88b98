package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.FloatOperation.Crop;
import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.Optional;

/** Reads the layers that slide over an image, and those that pad and crop it for them. */
final class WindowLayers {

  private static final int[] UNDILATED = {1, 1};

  private final LayerOutputs outputs;
  private final Weights weights;

  WindowLayers(LayerOutputs outputs, Weights weights) {
    this.outputs = outputs;
    this.weights = weights;
  }

  /** The layer behind takes the zeros in; two paddings in a row are too many for it. */
  void pad(KerasLayer layer) throws InvalidModelException {
    outputs.image(layer);
    outputs.addPadded(layer, sides(layer, "padding"));
  }

  void crop(KerasLayer layer) throws InvalidModelException {
    Crop crop = new Crop(layer.name(), outputs.image(layer), sides(layer, "cropping"));
    if (crop.shape()[0] < 1 || crop.shape()[1] < 1) {
      throw layer.invalid("leaves nothing of its image");
    }
    outputs.add(layer.name(), crop);
  }

  /** Keras takes one number, one for rows and columns, or two for each. */
  private static Padding sides(KerasLayer layer, String name) throws InvalidModelException {
    JsonNode sides = layer.config().path(name);
    if (!sides.path(0).isArray()) {
      int[] both = layer.ints("/" + name, 2);
      return new Padding(both[0], both[0], both[1], both[1]);
    }
    int[] rows = layer.ints("/" + name + "/0", 2);
    int[] columns = layer.ints("/" + name + "/1", 2);
    return new Padding(rows[0], rows[1], columns[0], columns[1]);
  }

  Convolution convolution(KerasLayer layer) throws InvalidModelException {
    int[] size = layer.ints("/kernel_size", 2);
    int[] dilations = dilations(layer);
    Operation input = windowed(layer);
    int groups = Math.max(1, layer.config().path("groups").asInt(1));
    int channels = input.shape()[2];
    int filters = layer.size("/filters");
    if (channels % groups != 0 || filters % groups != 0) {
      throw layer.invalid(
          "cannot convolve " + channels + " channels to " + filters + " in " + groups + " groups");
    }
    int[] shape = {size[0], size[1], channels / groups, filters};
    return new Convolution(
        layer.name(),
        input,
        shape,
        weights.get(layer, "kernel", shape),
        bias(layer, shape[3]),
        windows(layer, input, size, dilations),
        Optional.empty(),
        Rectifier.NONE);
  }

  DepthwiseConvolution depthwiseConvolution(KerasLayer layer) throws InvalidModelException {
    Operation input = windowed(layer);
    int channels = input.shape()[2] * depthMultiplier(layer);
    return depthwise(layer, layer.name(), input, bias(layer, channels));
  }

  /** A convolution of each channel, and one of the channels, which has the bias. */
  Convolution separableConvolution(KerasLayer layer) throws InvalidModelException {
    Operation input = windowed(layer);
    int channels = input.shape()[2] * depthMultiplier(layer);
    DepthwiseConvolution depthwise =
        depthwise(layer, layer.name() + "/depthwise", input, new float[channels]);
    outputs.add(depthwise.name(), depthwise);
    int[] shape = {1, 1, channels, layer.size("/filters")};
    return new Convolution(
        layer.name(),
        depthwise,
        shape,
        weights.get(layer, "pointwise_kernel", shape),
        bias(layer, shape[3]),
        new WindowGeometry(1, 1, UNDILATED, UNDILATED, Padding.NONE),
        Optional.empty(),
        Rectifier.NONE);
  }

  private DepthwiseConvolution depthwise(
      KerasLayer layer, String name, Operation input, float[] bias) throws InvalidModelException {
    int[] size = layer.ints("/kernel_size", 2);
    int[] shape = {size[0], size[1], input.shape()[2], depthMultiplier(layer)};
    return new DepthwiseConvolution(
        name,
        input,
        shape,
        weights.get(layer, "depthwise_kernel", shape),
        bias,
        windows(layer, input, size, dilations(layer)),
        Rectifier.NONE);
  }

  private static int depthMultiplier(KerasLayer layer) {
    return Math.max(1, layer.config().path("depth_multiplier").asInt(1));
  }

  private static int[] dilations(KerasLayer layer) throws InvalidModelException {
    return layer.config().has("dilation_rate") ? layer.ints("/dilation_rate", 2) : UNDILATED;
  }

  MaxPool maxPool(KerasLayer layer) throws InvalidModelException {
    Operation input = windowed(layer);
    if (outputs.isPadded(layer.input())
        && !(input instanceof Convolution convolution
            && convolution.rectifier() != Rectifier.NONE)) {
      // Zeros may be larger than what they stand beside, so they must be there.
      input = outputs.image(layer);
    }
    return new MaxPool(
        layer.name(), input, windows(layer, input, layer.ints("/pool_size", 2), UNDILATED));
  }

  AveragePool averagePool(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.image(layer);
    return new AveragePool(
        layer.name(), input, windows(layer, input, layer.ints("/pool_size", 2), UNDILATED));
  }

  /** The image under a window, whose zeros become the window's own unless it adds some itself. */
  private Operation windowed(KerasLayer layer) throws InvalidModelException {
    return layer.padding() == KerasLayer.Padding.SAME
        ? outputs.image(layer)
        : outputs.unpaddedImage(layer);
  }

  private WindowGeometry windows(KerasLayer layer, Operation input, int[] size, int[] dilations)
      throws InvalidModelException {
    int[] strides = layer.config().path("strides").isNull() ? size : layer.ints("/strides", 2);
    Padding padding =
        switch (layer.padding()) {
          case VALID -> outputs.padding(layer.input());
          case SAME -> Padding.same(input.shape(), size, strides, dilations);
        };
    WindowGeometry windows = new WindowGeometry(size[0], size[1], strides, dilations, padding);
    int[] shape = windows.outputShape(input.shape(), 1);
    if (shape[0] < 1 || shape[1] < 1) {
      throw layer.invalid(
          "has windows of " + size[0] + "×" + size[1] + ", larger than the image under them");
    }
    return windows;
  }

  private float[] bias(KerasLayer layer, int channels) throws InvalidModelException {
    return layer.hasBias() ? weights.get(layer, "bias", channels) : new float[channels];
  }
}
