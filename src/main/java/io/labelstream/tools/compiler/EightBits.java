package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a network's operations are computed in eight bits: convolutions, and the pooling and
 * concatenation of what they give. All others are float32, as is what follows an average over the
 * image, except that a dense layer may read it in eight bits.
 */
final class EightBits {

  /** Eight bytes are padded at a time. */
  private static final int PADDED_CHANNELS = 8;

  private final ComputationOrder order;
  private final Set<String> bits = new HashSet<>();
  private final Map<String, Rectifier> rectifiers = new HashMap<>();

  private EightBits(Network network) {
    order = new ComputationOrder(network);
  }

  static EightBits of(Network network) {
    EightBits eightBits = new EightBits(network);
    for (Operation operation : network.operations()) {
      eightBits
          .rectifierInBits(operation)
          .ifPresent(
              rectifier -> {
                eightBits.bits.add(operation.name());
                eightBits.rectifiers.put(operation.name(), rectifier);
              });
    }
    return eightBits;
  }

  /**
   * @throws InvalidModelException if an operation on the way from the image to the average over it
   *     cannot be in eight bits; the message names it
   */
  static void check(Network network) throws InvalidModelException {
    EightBits eightBits = of(network);
    List<Operation> filters =
        network.operations().stream()
            .filter(operation -> operation instanceof Filter && !isPoint(operation))
            .toList();
    Set<String> needed = eightBits.order.before(filters);
    filters.forEach(filter -> needed.add(filter.name()));
    for (Operation operation : network.operations()) {
      if (needed.contains(operation.name()) && !eightBits.isInBits(operation)) {
        throw new InvalidModelException(
            "layer "
                + operation.name()
                + " cannot be computed in eight bits, so this model runs in fp32 alone: leave out"
                + " int8 and --calibrate");
      }
    }
    if (network.operations().stream().noneMatch(eightBits::isFilterInBits)) {
      throw new InvalidModelException(
          "there is no convolution to compute in eight bits, so this model runs in fp32 alone:"
              + " leave out int8 and --calibrate");
    }
  }

  /** Whether an operation gives eight bits; the image is there in both forms. */
  boolean isInBits(Operation operation) {
    return bits.contains(operation.name());
  }

  boolean isFilterInBits(Operation operation) {
    return operation instanceof Filter && isInBits(operation);
  }

  /**
   * Whether a dense layer's weights can be in eight bits, and its inputs too, which are not once
   * they have a sign.
   */
  boolean isDenseInBits(Dense dense) {
    return dense.input() instanceof GlobalAverage average
        && isInBits(average.input())
        && rectifierOf(average.input()) != Rectifier.NONE;
  }

  /**
   * Eight bits have no sign here: what has one, as a convolution without a rectifier gives it, is
   * shifted by its minimum.
   */
  boolean isShifted(Operation operation) {
    return !isImage(operation) && rectifiers.get(operation.name()) == Rectifier.NONE;
  }

  /** What bends the values of an operation that can be in eight bits; else empty. */
  private Optional<Rectifier> rectifierInBits(Operation operation) {
    if (operation instanceof Input) {
      return Optional.of(Rectifier.NONE);
    }
    if (!operation.inputs().stream().allMatch(this::isInBits)) {
      return Optional.empty();
    }
    if (operation instanceof Convolution convolution) {
      return Optional.of(convolution.rectifier())
          .filter(
              rectifier ->
                  convolution.groups() == 1 && canSlide(convolution) && canAdd(convolution));
    }
    if (operation instanceof DepthwiseConvolution convolution) {
      boolean single = convolution.kernelShape()[3] == 1;
      return Optional.of(convolution.rectifier())
          .filter(rectifier -> single && !isImage(convolution.input()) && canSlide(convolution));
    }
    if (operation instanceof MaxPool pool) {
      return Optional.of(rectifierOf(pool.input()))
          .filter(
              rectifier ->
                  pool.windows().padding().equals(Padding.NONE)
                      || pool.input().shape()[2] % PADDED_CHANNELS == 0);
    }
    if (operation instanceof AveragePool pool) {
      return Optional.of(rectifierOf(pool.input())).filter(rectifier -> !isImage(pool.input()));
    }
    return operation instanceof Concatenation concatenation
        ? common(concatenation)
        : Optional.empty();
  }

  private Rectifier rectifierOf(Operation operation) {
    return rectifiers.getOrDefault(operation.name(), Rectifier.NONE);
  }

  /**
   * Zeros around an image that is shifted would have to be something else. The image of one pixel
   * is not worth the conversions.
   */
  private boolean canSlide(Filter filter) {
    boolean padded = !filter.windows().padding().equals(Padding.NONE);
    return !(padded && isShifted(filter.input())) && !isPoint(filter.input());
  }

  private static boolean isPoint(Operation operation) {
    int[] shape = operation.shape();
    return shape.length == 3 && shape[0] == 1 && shape[1] == 1;
  }

  /**
   * Channels lie side by side in one scale and with one shift, so that a rectifier has to be that
   * of all.
   */
  private Optional<Rectifier> common(Concatenation concatenation) {
    List<Operation> inputs = concatenation.inputs();
    Rectifier first = rectifierOf(inputs.get(0));
    boolean fits =
        concatenation.axis() == 2
            && inputs.stream().allMatch(each -> !isImage(each) && rectifierOf(each) == first);
    return fits ? Optional.of(first) : Optional.empty();
  }

  /** The image has a sign, which nothing but a convolution takes. */
  private static boolean isImage(Operation operation) {
    return operation instanceof Input
        || (operation instanceof MaxPool pool && isImage(pool.input()));
  }

  /**
   * TensorFlow writes a sum over its summand, and crashes if that is still to be read, be it by the
   * convolution itself.
   */
  private boolean canAdd(Convolution convolution) {
    if (convolution.summand().isEmpty()) {
      return true;
    }
    Operation summand = convolution.summand().get();
    return !isImage(summand)
        && !convolution.input().name().equals(summand.name())
        && order.isReadLastBy(convolution, summand);
  }
}
