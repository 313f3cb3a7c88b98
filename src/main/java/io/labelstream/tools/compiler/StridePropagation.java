package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.ReadSteps.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Moves strides to where they save most. A 1×1 convolution with a stride of 2 reads a quarter of
 * its input; if nothing else reads the rest, the convolution that gives it need not compute it, and
 * neither need those before, up to the first whose windows are larger than a position. The result
 * is the same.
 *
 * <p>ResNet as published has its strides in such convolutions, at the beginning of each stage: the
 * last two convolutions of the stage before compute four times what is read, together a tenth of
 * the network.
 */
final class StridePropagation {

  private final ReadSteps steps;
  private final Map<String, Operation> results = new LinkedHashMap<>();

  private StridePropagation(ReadSteps steps) {
    this.steps = steps;
  }

  static Network apply(Network network) {
    StridePropagation propagation = new StridePropagation(ReadSteps.of(network));
    network.operations().forEach(propagation::take);
    return new Network(List.copyOf(propagation.results.values()));
  }

  /** What reads all of its inputs stays as it is. */
  private void take(Operation operation) {
    put(operation instanceof Convolution convolution ? strided(convolution) : operation);
  }

  private Convolution strided(Convolution convolution) {
    Step step = steps.of(convolution);
    WindowGeometry windows = convolution.windows();
    int[] strides = step.times(windows.strides()).dividedBy(steps.of(convolution.input()));
    return new Convolution(
        convolution.name(),
        result(convolution.input()),
        convolution.kernelShape(),
        convolution.kernel(),
        convolution.bias(),
        windows.strided(strides),
        convolution.summand().map(summand -> summand(convolution, summand, step)),
        convolution.rectifier());
  }

  /** What is added, at the positions at which the convolution computes. */
  private Operation summand(Convolution convolution, Operation summand, Step step) {
    int[] strides = step.dividedBy(steps.of(summand));
    if (strides[0] == 1 && strides[1] == 1) {
      return result(summand);
    }
    MaxPool positions =
        new MaxPool(
            convolution.name() + "/summand",
            result(summand),
            WindowGeometry.POSITION.strided(strides));
    put(positions);
    return positions;
  }

  private void put(Operation operation) {
    results.put(operation.name(), operation);
  }

  private Operation result(Operation original) {
    return Objects.requireNonNull(results.get(original.name()));
  }
}
