package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the eight bits of each operation stand for. A pooling passes on the bits that it reads, and
 * a concatenation those of all that it reads, so these have one range: the widest that any of the
 * convolutions among them gives.
 */
final class Quantization {

  private final EightBits bits;
  private final Map<String, String> leaders = new HashMap<>();
  private final Map<String, Range> ranges = new HashMap<>();
  private final Map<String, Range> inputs = new HashMap<>();
  private final Set<String> shifted = new HashSet<>();

  private Quantization(EightBits bits) {
    this.bits = bits;
  }

  /**
   * @param ranges those of all convolutions in eight bits
   */
  static Quantization of(Network network, ActivationRanges ranges) {
    Quantization quantization = new Quantization(EightBits.of(network));
    for (Operation operation : network.operations()) {
      if (quantization.isInBits(operation)) {
        quantization.join(operation);
      }
    }
    for (Operation operation : network.operations()) {
      if (quantization.bits.isFilterInBits(operation)) {
        quantization.measure(operation, ranges.of(operation.name()));
      }
      if (operation instanceof Dense dense && quantization.bits.isDenseInBits(dense)) {
        String input = dense.input().name();
        ranges.find(input).ifPresent(range -> quantization.inputs.put(input, range));
      }
    }
    return quantization;
  }

  private void join(Operation operation) {
    leaders.put(operation.name(), operation.name());
    if (!(operation instanceof Filter)) {
      for (Operation input : operation.inputs()) {
        leaders.put(leader(input.name()), leader(operation.name()));
      }
    }
  }

  private String leader(String operation) {
    String name = operation;
    for (String next = leaders.get(name); next != null && !next.equals(name); ) {
      name = next;
      next = leaders.get(name);
    }
    return name;
  }

  private void measure(Operation operation, Range range) {
    String leader = leader(operation.name());
    ranges.merge(leader, range, Range::and);
    if (bits.isShifted(operation)) {
      shifted.add(leader);
    }
  }

  boolean isInBits(Operation operation) {
    return bits.isInBits(operation);
  }

  /** The range of an operation in eight bits other than the image. */
  Range rangeOf(String operation) {
    Range range = ranges.get(leader(operation));
    if (range == null) {
      throw new IllegalStateException("no activation range for " + operation);
    }
    return range;
  }

  /** The range of a dense layer's inputs if it is to be in eight bits. */
  Optional<Range> inputRangeOf(Dense dense) {
    return Optional.ofNullable(inputs.get(dense.input().name()));
  }

  /**
   * What is subtracted from the values of an operation before they are bits without a sign; only a
   * convolution without a rectifier brings it in.
   */
  float shiftOf(String operation) {
    return shifted.contains(leader(operation)) ? rangeOf(operation).minimum() : 0;
  }
}
