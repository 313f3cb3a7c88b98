package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which positions of each operation's output are read by the operations behind it. */
final class ReadSteps {

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

  private final Map<String, Step> steps = new HashMap<>();

  private ReadSteps() {}

  static ReadSteps of(Network network) {
    ReadSteps read = new ReadSteps();
    List<Operation> operations = network.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      read.read(operations.get(i));
    }
    return read;
  }

  /** The step in which an operation needs to compute: only a convolution can leave some out. */
  Step of(Operation operation) {
    return operation instanceof Convolution
        ? steps.getOrDefault(operation.name(), Step.ONE)
        : Step.ONE;
  }

  private void read(Operation operation) {
    if (operation instanceof Convolution convolution) {
      Step step = of(convolution);
      WindowGeometry windows = convolution.windows();
      note(convolution.input(), windows.isPosition() ? step.times(windows.strides()) : Step.ONE);
      convolution.summand().ifPresent(summand -> note(summand, step));
    } else {
      operation.inputs().forEach(input -> note(input, Step.ONE));
    }
  }

  private void note(Operation input, Step step) {
    steps.merge(input.name(), step, (one, other) -> one.equals(other) ? one : Step.ONE);
  }
}
