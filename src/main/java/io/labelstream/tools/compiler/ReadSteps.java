package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which positions of each operation's output are read by the operations behind it. */
final class ReadSteps implements Network.Writer {

  /** Distances between the rows and the columns that are read, 1 where each is. */
  record Step(int rows, int columns) {

    static final Step ONE = new Step(1, 1);

    Step times(int[] strides) {
      return new Step(rows * strides[0], columns * strides[1]);
    }

    int[] dividedBy(Step other) {
      return new int[] {rows / other.rows, columns / other.columns};
    }
  }

  private final Map<String, Step> read = new HashMap<>();

  private ReadSteps() {}

  static ReadSteps of(Network network) {
    ReadSteps steps = new ReadSteps();
    List<Operation> operations = network.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      operations.get(i).writeTo(steps);
    }
    return steps;
  }

  /** The step in which an operation needs to compute: only a convolution can leave some out. */
  Step of(Operation operation) {
    return operation instanceof Convolution
        ? read.getOrDefault(operation.name(), Step.ONE)
        : Step.ONE;
  }

  @Override
  public void write(Input input) {}

  @Override
  public void write(Convolution convolution) {
    Step step = of(convolution);
    WindowGeometry windows = convolution.windows();
    note(convolution.input(), windows.isPosition() ? step.times(windows.strides()) : Step.ONE);
    convolution.summand().ifPresent(summand -> note(summand, step));
  }

  @Override
  public void write(MaxPool pool) {
    note(pool.input(), Step.ONE);
  }

  @Override
  public void write(GlobalAverage average) {
    note(average.input(), Step.ONE);
  }

  @Override
  public void write(Dense dense) {
    note(dense.input(), Step.ONE);
  }

  @Override
  public void write(FloatOperation operation) {
    operation.inputs().forEach(input -> note(input, Step.ONE));
  }

  private void note(Operation input, Step step) {
    read.merge(input.name(), step, (one, other) -> one.equals(other) ? one : Step.ONE);
  }
}
