package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationFunction.Kind;
import io.labelstream.tools.compiler.FloatOperation.Activation;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.ArrayList;
import java.util.List;

/** Sees to it that what a network gives are probabilities of classes. */
final class ClassifierOutput {

  private ClassifierOutput() {}

  /**
   * Adds a softmax where a network ends with a dense layer without one, as those do whose loss was
   * of logits. One number with a sigmoid, the probability of the second of two classes, becomes the
   * probabilities of both.
   *
   * @throws InvalidModelException if its output is no vector, or ends with anything else
   */
  static Network of(Network network) throws InvalidModelException {
    Operation output = network.output();
    if (output.shape().length != 1) {
      throw unfit(output);
    }
    if (output instanceof Dense dense) {
      return with(network, 1, dense.withSoftmax());
    }
    if (output instanceof Activation activation && activation.function().kind() == Kind.SIGMOID) {
      return activation.input() instanceof Dense dense && dense.bias().length == 1
          ? with(network, 2, twoClasses(dense))
          : network;
    }
    if (output instanceof Activation activation && activation.function().kind() == Kind.SOFTMAX) {
      return network;
    }
    throw unfit(output);
  }

  /** With one logit fixed at 0, the softmax of the other is its sigmoid. */
  private static Dense twoClasses(Dense dense) {
    float[] kernel = new float[dense.kernel().length * 2];
    for (int i = 0; i < dense.kernel().length; i++) {
      kernel[2 * i + 1] = dense.kernel()[i];
    }
    return new Dense(dense.name(), dense.input(), kernel, new float[] {0, dense.bias()[0]}, true);
  }

  private static Network with(Network network, int replaced, Operation output) {
    List<Operation> operations = network.operations();
    List<Operation> all = new ArrayList<>(operations.subList(0, operations.size() - replaced));
    all.add(output);
    return new Network(all);
  }

  private static InvalidModelException unfit(Operation output) {
    return new InvalidModelException(
        "layer "
            + output.name()
            + " is the last, but a classifier must end with a dense layer, a softmax or a sigmoid");
  }
}
