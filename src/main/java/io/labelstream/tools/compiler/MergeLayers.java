package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Affine;
import io.labelstream.tools.compiler.FloatOperation.Combination;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the layers that make one tensor of several. */
final class MergeLayers {

  private final LayerOutputs outputs;

  MergeLayers(LayerOutputs outputs) {
    this.outputs = outputs;
  }

  /** The sum becomes part of a convolution among its inputs that nothing else reads. */
  void sum(KerasLayer layer) throws InvalidModelException {
    List<String> names = layer.inputs();
    for (int i = 0; i < names.size() && names.size() == 2; i++) {
      Operation other = outputs.output(names.get(1 - i));
      Optional<Convolution> free =
          outputs
              .findOnlyConvolution(names.get(i))
              .filter(convolution -> convolution.summand().isEmpty())
              .filter(convolution -> Arrays.equals(convolution.shape(), other.shape()));
      if (free.isPresent()) {
        outputs.replace(layer.name(), free.get(), free.get().plus(other));
        return;
      }
    }
    combine(layer);
  }

  /** Takes the inputs one after the other. */
  void combine(KerasLayer layer) throws InvalidModelException {
    ElementwiseOperator operator =
        switch (layer.type()) {
          case "Subtract" -> ElementwiseOperator.SUBTRACT;
          case "Multiply" -> ElementwiseOperator.MULTIPLY;
          case "Maximum" -> ElementwiseOperator.MAXIMUM;
          case "Minimum" -> ElementwiseOperator.MINIMUM;
          default -> ElementwiseOperator.ADD;
        };
    List<Operation> inputs = inputs(layer);
    boolean mean = layer.type().equals("Average");
    Operation result = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      Operation next = inputs.get(i);
      if (!Combination.fit(result.shape(), next.shape())) {
        throw unfit(layer, result, next);
      }
      boolean last = i == inputs.size() - 1 && !mean;
      String name = last ? layer.name() : layer.name() + "/" + i;
      result = Combination.of(name, result, next, operator);
      outputs.add(layer.name(), result);
    }
    if (mean) {
      int channels = result.shape()[result.shape().length - 1];
      double[] share = new double[channels];
      Arrays.fill(share, 1.0 / inputs.size());
      ChannelScale scale = new ChannelScale(share, new double[channels]);
      outputs.add(layer.name(), new Affine(layer.name(), result, scale));
    }
  }

  void concatenate(KerasLayer layer) throws InvalidModelException {
    List<Operation> inputs = inputs(layer);
    int[] shape = inputs.get(0).shape();
    int given = layer.config().path("axis").asInt(-1);
    // Keras counts the batch as dimension 0, or from the end.
    int axis = given < 0 ? shape.length + given : given - 1;
    if (axis < 0 || axis >= shape.length) {
      throw layer.invalid("has no axis " + given);
    }
    for (Operation input : inputs) {
      int[] same = input.shape().clone();
      if (same.length == shape.length) {
        same[axis] = shape[axis];
      }
      if (!Arrays.equals(same, shape)) {
        throw unfit(layer, inputs.get(0), input);
      }
    }
    outputs.add(layer.name(), Concatenation.of(layer.name(), inputs, axis));
  }

  private List<Operation> inputs(KerasLayer layer) throws InvalidModelException {
    if (layer.inputs().size() < 2) {
      throw layer.invalid("must have two inputs or more");
    }
    List<Operation> inputs = new ArrayList<>();
    for (String name : layer.inputs()) {
      inputs.add(outputs.output(name));
    }
    return inputs;
  }

  private static InvalidModelException unfit(KerasLayer layer, Operation first, Operation second) {
    return layer.invalid(
        "takes shapes "
            + Arrays.toString(first.shape())
            + " and "
            + Arrays.toString(second.shape())
            + ", which do not fit");
  }
}
