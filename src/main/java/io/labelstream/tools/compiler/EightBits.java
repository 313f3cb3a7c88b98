package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which networks can be computed in eight bits: those that convolve and pool up to an average over
 * the image, behind which everything is float32.
 */
final class EightBits {

  /** Eight bytes are padded at a time. */
  private static final int PADDED_CHANNELS = 8;

  private final Network network;
  private final Set<String> floats = new HashSet<>();

  private EightBits(Network network) {
    this.network = network;
  }

  /**
   * @throws InvalidModelException if an operation cannot be; the message names it
   */
  static void check(Network network) throws InvalidModelException {
    EightBits bits = new EightBits(network);
    for (Operation operation : network.operations()) {
      if (!bits.fits(operation)) {
        throw new InvalidModelException(
            "layer "
                + operation.name()
                + " cannot be computed in eight bits, so this model runs in fp32 alone: leave out"
                + " int8 and --calibrate");
      }
    }
  }

  private boolean fits(Operation operation) {
    if (operation instanceof Input) {
      return true;
    }
    if (operation instanceof Convolution convolution) {
      return isInBits(convolution.input())
          && !isShifted(convolution.input())
          && convolution.summand().map(summand -> canAdd(convolution, summand)).orElse(true);
    }
    if (operation instanceof MaxPool pool) {
      return isInBits(pool.input())
          && (pool.windows().padding().equals(Padding.NONE)
              || pool.input().shape()[2] % PADDED_CHANNELS == 0);
    }
    floats.add(operation.name());
    if (operation instanceof GlobalAverage average) {
      return isInBits(average.input()) && !isShifted(average.input());
    }
    return operation.inputs().stream().noneMatch(this::isInBits);
  }

  /** Eight bits have no sign here: what has one is shifted, and a sum alone takes that back. */
  private static boolean isShifted(Operation operation) {
    if (operation instanceof MaxPool pool) {
      return isShifted(pool.input());
    }
    return operation instanceof Convolution convolution
        && convolution.rectifier() == Rectifier.NONE;
  }

  private boolean isInBits(Operation operation) {
    return !floats.contains(operation.name());
  }

  /**
   * The image itself has a sign, which a sum cannot take. TensorFlow writes a sum over its summand,
   * and crashes if that is still to be read.
   */
  private boolean canAdd(Convolution convolution, Operation summand) {
    Set<String> before = before(convolution);
    return isInBits(summand)
        && !(summand instanceof Input)
        && network.operations().stream()
            .filter(reader -> isAmong(reader.inputs(), summand))
            .map(Operation::name)
            .allMatch(reader -> reader.equals(convolution.name()) || before.contains(reader));
  }

  private static boolean isAmong(List<Operation> operations, Operation one) {
    return operations.stream().anyMatch(other -> other.name().equals(one.name()));
  }

  /** The names of all operations that an operation needs to have been computed. */
  private Set<String> before(Operation operation) {
    Set<String> before = new HashSet<>();
    operation.inputs().forEach(input -> before.add(input.name()));
    List<Operation> operations = network.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      if (before.contains(operations.get(i).name())) {
        operations.get(i).inputs().forEach(input -> before.add(input.name()));
      }
    }
    return before;
  }
}
