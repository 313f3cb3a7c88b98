package io.labelstream.bench;

import io.labelstream.vision.Precision;
import java.util.List;
import picocli.CommandLine.Option;

/** Of measurements that take one precision after the other. */
final class PrecisionOption {

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      split = ",",
      defaultValue = "fp32,int8",
      description = "fp32, int8 or both (default: ${DEFAULT-VALUE})")
  private List<Precision> precisions;

  List<Precision> precisions() {
    return List.copyOf(precisions);
  }
}
