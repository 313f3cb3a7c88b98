package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
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
final class StridePropagation implements Network.Writer {

  private final ReadSteps steps;
  private final Map<String, Operation> results = new LinkedHashMap<>();

  private StridePropagation(ReadSteps steps) {
    this.steps = steps;
  }

  static Network apply(Network network) {
    StridePropagation propagation = new StridePropagation(ReadSteps.of(network));
    network.operations().forEach(operation -> operation.writeTo(propagation));
    return new Network(List.copyOf(propagation.results.values()));
  }

  @Override
  public void write(Input input) {
    put(input);
  }

  @Override
  public void write(Convolution convolution) {
    Step step = steps.of(convolution);
    WindowGeometry windows = convolution.windows();
    int[] strides = step.times(windows.strides()).dividedBy(steps.of(convolution.input()));
    put(
        new Convolution(
            convolution.name(),
            result(convolution.input()),
            convolution.kernelShape(),
            convolution.kernel(),
            convolution.bias(),
            windows.strided(strides),
            convolution.summand().map(summand -> summand(convolution, summand, step)),
            convolution.rectifier()));
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

  @Override
  public void write(MaxPool pool) {
    put(new MaxPool(pool.name(), result(pool.input()), pool.windows()));
  }

  @Override
  public void write(GlobalAverage average) {
    put(new GlobalAverage(average.name(), result(average.input())));
  }

  @Override
  public void write(Dense dense) {
    put(
        new Dense(
            dense.name(), result(dense.input()), dense.kernel(), dense.bias(), dense.softmax()));
  }

  /** It reads all of its inputs, which stay as they are. */
  @Override
  public void write(FloatOperation operation) {
    put(operation);
  }

  private void put(Operation operation) {
    results.put(operation.name(), operation);
  }

  private Operation result(Operation original) {
    return Objects.requireNonNull(results.get(original.name()));
  }
}
