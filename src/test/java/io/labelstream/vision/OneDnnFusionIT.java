package io.labelstream.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.processes.Jdk;
import io.labelstream.settings.EngineChoice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What oneDNN says that it ran, in a process of its own, since it reads its switches once. Holds
 * what the graphs are written for: nothing beside the convolutions, and no kernel laid out twice.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OneDnnFusionIT {

  private static final String MODEL = System.getProperty("labelstream.model", "");

  /** The first of them is at loading. */
  private static final int RUNS = 4;

  private static final int CONVOLUTIONS = 53;

  /** In fp32 these are products of matrices, tile by tile. */
  private static final int TILED = 10;

  private static final int SUMS = 16;
  private static final int SHORTCUTS = 4;

  /** The dense layer, which is a convolution in int8. */
  private static final String DENSE = "ic2048oc1000";

  /** The network's own, and one for each sum that is computed at every second position alone. */
  private static final int POOLINGS = 1 + 3;

  /** The kernels of the convolutions and that of the dense layer. */
  private static final int KERNELS = CONVOLUTIONS + 1;

  @Test
  void fp32RunsSumAndReluWithinTheConvolutions() throws Exception {
    List<String> log = run(Precision.FP32);
    assertConvolutionsAreFused(log, CONVOLUTIONS - TILED, "src_f32");
    assertThat(of("matmul", log)).hasSize(RUNS * TILED);
    assertThat(of("reorder", log))
        .as("each kernel is laid out once; those of tiles are as they are written")
        .hasSize(KERNELS - TILED);
  }

  @Test
  void int8RunsEveryConvolutionInEightBits() throws Exception {
    List<String> log = run(Precision.INT8);
    assertConvolutionsAreFused(log, CONVOLUTIONS + 1, "src_u8", "src_s8");
    assertThat(of("convolution", log)).filteredOn(line -> line.contains(DENSE)).hasSize(RUNS);
    assertThat(of("convolution", log)).allMatch(line -> line.contains("wei_s8"));
    if (Processor.ofThisMachine().hasVectorNeuralNetworkInstructions()) {
      assertThat(of("convolution", log)).allMatch(line -> line.contains("avx512_core_vnni"));
    }
    assertThat(of("pooling", log))
        .hasSize(RUNS * POOLINGS)
        .allMatch(line -> line.contains("src_u8"));
    assertThat(of("reorder", log))
        .as("each kernel is laid out once; image and averages are quantized, the end dequantized")
        .hasSize(KERNELS + 3 * RUNS);
  }

  private static void assertConvolutionsAreFused(List<String> log, int count, String... sources) {
    List<String> convolutions = of("convolution", log);
    assertThat(convolutions).hasSize(RUNS * count);
    assertThat(convolutions).allMatch(line -> List.of(sources).stream().anyMatch(line::contains));
    assertThat(convolutions)
        .filteredOn(line -> line.contains("sum") && line.contains("eltwise_relu"))
        .hasSize(RUNS * SUMS);
    assertThat(convolutions)
        .filteredOn(line -> !line.contains("eltwise_relu") && !line.contains(DENSE))
        .hasSize(RUNS * SHORTCUTS);
    assertThat(of("eltwise", log)).isEmpty();
    assertThat(of("binary", log)).isEmpty();
    assertThat(of("sum", log)).isEmpty();
  }

  private static List<String> of(String primitive, List<String> log) {
    return log.stream().filter(line -> line.contains(",exec,cpu," + primitive + ",")).toList();
  }

  private static List<String> run(Precision precision) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Jdk.program("java"),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Runs.class.getName(),
            MODEL,
            precision.name());
    builder.environment().put("ONEDNN_VERBOSE", "1");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().filter(line -> line.startsWith("onednn_verbose")).toList();
  }

  /** The process. */
  static final class Runs {

    private Runs() {}

    public static void main(String[] arguments) throws Exception {
      Precision precision = Precision.valueOf(arguments[1]);
      try (Classifier classifier =
          new ModelClassifierFactory(arguments[0], precision.choice(), EngineChoice.TENSORFLOW)
              .open()) {
        ImageTensor image = new ImageTensor(classifier.manifest().input().size());
        for (int run = 1; run < RUNS; run++) {
          classifier.probabilities(image);
        }
      }
    }
  }
}
