package io.labelstream.vision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A processor's description of itself.
 *
 * @param model its name
 * @param features the names of its instruction set extensions, as Linux writes them
 */
public record Processor(String model, Set<String> features) {

  private static final Path LINUX = Path.of("/proc/cpuinfo");

  public Processor {
    features = Set.copyOf(features);
  }

  /** Describes this machine's processor; only Linux tells its features. */
  public static Processor ofThisMachine() {
    try {
      return parse(Files.readString(LINUX, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Processor(System.getProperty("os.arch"), Set.of());
    }
  }

  /** Reads the description of the first core in Linux's {@code /proc/cpuinfo}. */
  static Processor parse(String cpuInfo) {
    return new Processor(
        field(cpuInfo, "model name"),
        Arrays.stream(field(cpuInfo, "flags").split(" ", -1))
            .filter(flag -> !flag.isEmpty())
            .collect(Collectors.toSet()));
  }

  /**
   * Whether eight-bit products are added up in one instruction. Without it, eight bits are no
   * faster and may overflow within oneDNN's kernels.
   */
  boolean hasVectorNeuralNetworkInstructions() {
    return features.contains("avx512_vnni");
  }

  private static String field(String cpuInfo, String name) {
    return cpuInfo
        .lines()
        .filter(line -> line.split(":", 2)[0].strip().equals(name))
        .findFirst()
        .map(line -> line.split(":", 2)[1].strip())
        .orElse("");
  }
}
