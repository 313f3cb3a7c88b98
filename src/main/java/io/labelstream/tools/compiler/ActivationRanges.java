package io.labelstream.tools.compiler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The least and the largest value that each convolution gave on a set of images, which give the
 * scale of its eight bits, and each average that a dense layer reads. Stored as tab-separated text:
 * name, minimum, maximum.
 */
final class ActivationRanges {

  /** The range of one operation, a convolution's after its sum and its ReLU. */
  record Range(float minimum, float maximum) {

    Range and(Range other) {
      return new Range(Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
    }
  }

  private final Map<String, Range> ranges;

  ActivationRanges(Map<String, Range> ranges) {
    this.ranges = new LinkedHashMap<>(ranges);
  }

  static ActivationRanges parse(String text) throws InvalidModelException {
    Map<String, Range> ranges = new LinkedHashMap<>();
    for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] fields = line.split("\t", -1);
      try {
        ranges.put(fields[0], new Range(Float.parseFloat(fields[1]), Float.parseFloat(fields[2])));
      } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
        throw new InvalidModelException(
            "activation ranges must be lines of name, minimum and maximum, but there is: " + line);
      }
    }
    return new ActivationRanges(ranges);
  }

  /** Checks that there is a range with some width for each convolution in eight bits. */
  void check(Network network) throws InvalidModelException {
    EightBits bits = EightBits.of(network);
    for (Network.Operation operation : network.operations()) {
      if (bits.isFilterInBits(operation)) {
        Range range = ranges.get(operation.name());
        if (range == null) {
          throw new InvalidModelException(
              "no activation range is recorded for " + operation.name() + ": calibrate");
        }
        if (!(range.minimum() < range.maximum()
            && Float.isFinite(range.maximum() - range.minimum()))) {
          throw new InvalidModelException(
              "the activation range of " + operation.name() + " is empty: " + range);
        }
      }
    }
  }

  Range of(String convolution) {
    Range range = ranges.get(convolution);
    if (range == null) {
      throw new IllegalStateException("no activation range for " + convolution);
    }
    return range;
  }

  /** The range of an average; empty where none is recorded, and where it is nothing but 0. */
  Optional<Range> find(String average) {
    return Optional.ofNullable(ranges.get(average))
        .filter(range -> range.maximum() > 0 && Float.isFinite(range.maximum()));
  }

  String text(List<String> comments) {
    StringBuilder text = new StringBuilder();
    comments.forEach(comment -> text.append("# ").append(comment).append('\n'));
    ranges.forEach(
        (name, range) ->
            text.append(name)
                .append('\t')
                .append(range.minimum())
                .append('\t')
                .append(range.maximum())
                .append('\n'));
    return text.toString();
  }
}
