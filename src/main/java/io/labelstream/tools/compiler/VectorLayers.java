package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.tools.compiler.FloatOperation.Reshape;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.Arrays;
import java.util.Optional;

/** Reads dense layers, and those that give values another shape. */
final class VectorLayers {

  private static final int[] ONCE = {1, 1};

  private final LayerOutputs outputs;
  private final Weights weights;

  VectorLayers(LayerOutputs outputs, Weights weights) {
    this.outputs = outputs;
    this.weights = weights;
  }

  /** Of an image, it takes each pixel, as a convolution of 1×1 does. */
  Operation dense(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
    int[] shape = input.shape();
    if (shape.length == 2) {
      throw layer.invalid("needs one dimension or an image, but gets " + Arrays.toString(shape));
    }
    int units = layer.size("/units");
    int values = shape[shape.length - 1];
    float[] kernel = weights.get(layer, "kernel", values, units);
    float[] bias = layer.hasBias() ? weights.get(layer, "bias", units) : new float[units];
    if (shape.length == 1) {
      return new Network.Dense(layer.name(), input, kernel, bias, false);
    }
    return new Network.Convolution(
        layer.name(),
        input,
        new int[] {1, 1, values, units},
        kernel,
        bias,
        new WindowGeometry(1, 1, ONCE, ONCE, Padding.NONE),
        Optional.empty(),
        Rectifier.NONE);
  }

  void flatten(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
    reshape(layer, input, new int[] {FloatOperation.size(input.shape())});
  }

  /** One of the target's dimensions may be −1 for what is left. */
  void reshape(KerasLayer layer) throws InvalidModelException {
    Operation input = outputs.output(layer.input());
    JsonNode target = layer.config().path("target_shape");
    int[] shape = KerasModel.ints(target);
    int size = FloatOperation.size(input.shape());
    int known = Math.abs(FloatOperation.size(shape));
    for (int i = 0; i < shape.length && known > 0; i++) {
      if (shape[i] == -1) {
        shape[i] = size / known;
      }
    }
    if (shape.length == 0 || FloatOperation.size(shape) != size) {
      throw layer.invalid("cannot make " + target + " of " + Arrays.toString(input.shape()));
    }
    reshape(layer, input, shape);
  }

  private void reshape(KerasLayer layer, Operation input, int[] shape) {
    if (Arrays.equals(input.shape(), shape)) {
      outputs.alias(layer.name(), input);
    } else {
      outputs.add(layer.name(), new Reshape(layer.name(), input, shape));
    }
  }
}
