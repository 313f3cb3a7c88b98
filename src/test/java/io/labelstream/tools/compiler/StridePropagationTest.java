package io.labelstream.tools.compiler;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of one of ResNet's stages and the beginning of the next, with weights by chance. */
class StridePropagationTest {

  private static final int CHANNELS = 8;
  private static final float INPUT_LIMIT = 1;
  private static final WindowGeometry AROUND =
      new WindowGeometry(3, 3, new int[] {1, 1}, new int[] {1, 1}, new Padding(1, 1, 1, 1));
  private static final WindowGeometry POSITION = WindowGeometry.POSITION;
  private static final int[] TWO = {2, 2};

  @TempDir private Path directory;

  @Test
  void movesStridesToWhereTheRestIsNotRead() {
    Network after = StridePropagation.apply(stages(8, false));
    assertThat(strides(after))
        .isEqualTo(
            Map.of("stem", 1, "reduce", 1, "middle", 2, "expand", 1, "next", 1, "project", 1));
    assertThat(after.operations())
        .filteredOn(operation -> operation.name().equals("expand/summand"))
        .singleElement()
        .isInstanceOfSatisfying(
            MaxPool.class, pool -> assertThat(pool.windows().strides()).containsExactly(TWO));
    assertThat(after.output().shape()).containsExactly(CHANNELS);
    assertThat(after.floatingPointOperations())
        .isLessThan(stages(8, false).floatingPointOperations());
  }

  @Test
  void leavesAStrideWhereTheRestIsReadToo() {
    Network network = stages(8, true);
    assertThat(strides(StridePropagation.apply(network))).isEqualTo(strides(network));
    assertThat(StridePropagation.apply(network).operations()).hasSameSizeAs(network.operations());
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void givesTheSameInFloat32(int size) throws IOException {
    Network network = stages(size, false);
    float[] before = run(network, FloatGraph::new);
    assertThat(run(StridePropagation.apply(network), FloatGraph::new))
        .containsExactly(before, within(1e-5f));
    assertThat(before[0]).isNotEqualTo(before[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void givesTheSameInInt8(int size) throws IOException {
    Network network = stages(size, false);
    ActivationRanges ranges =
        new ActivationRanges(
            strides(network).keySet().stream()
                .collect(toMap(Function.identity(), name -> new Range(-4, 4))));
    Network strided = StridePropagation.apply(network);
    float[] before = run(network, quantized(network, ranges));
    assertThat(run(strided, quantized(strided, ranges))).containsExactly(before, within(1e-5f));
    assertThat(before[0]).isNotEqualTo(before[1]);
  }

  private static Function<GraphWriter, Network.Writer> quantized(
      Network network, ActivationRanges ranges) {
    return graph -> new QuantizedGraph(graph, Quantization.of(network, ranges), INPUT_LIMIT);
  }

  /**
   * @param size height and width of the image
   * @param readInFull whether windows of 3×3 read the end of the first stage, too
   */
  private static Network stages(int size, boolean readInFull) {
    Random random = new Random(18);
    Input image = new Input("image", new int[] {size, size, 3});
    Convolution stem = convolution("stem", image, POSITION, random).rectified(Rectifier.RELU);
    Convolution reduce = convolution("reduce", stem, POSITION, random).rectified(Rectifier.RELU);
    Convolution middle = convolution("middle", reduce, AROUND, random).rectified(Rectifier.RELU);
    Convolution expand =
        convolution("expand", middle, POSITION, random).plus(stem).rectified(Rectifier.RELU);
    Convolution next =
        convolution("next", expand, POSITION.strided(TWO), random).rectified(Rectifier.RELU);
    Convolution project =
        convolution("project", expand, POSITION.strided(TWO), random)
            .plus(next)
            .rectified(Rectifier.RELU);
    List<Operation> operations =
        new ArrayList<>(List.of(image, stem, reduce, middle, expand, next, project));
    Operation last = project;
    if (readInFull) {
      last =
          convolution("wide", expand, AROUND.strided(TWO), random)
              .plus(project)
              .rectified(Rectifier.RELU);
      operations.add(last);
    }
    operations.add(new GlobalAverage("average", last));
    return new Network(operations);
  }

  private static Convolution convolution(
      String name, Operation input, WindowGeometry windows, Random random) {
    int[] shape = {windows.height(), windows.width(), input.shape()[2], CHANNELS};
    float[] kernel = new float[shape[0] * shape[1] * shape[2] * shape[3]];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) random.nextGaussian() / 4;
    }
    float[] bias = new float[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      bias[c] = random.nextFloat();
    }
    return new Convolution(
        name, input, shape, kernel, bias, windows, Optional.empty(), Rectifier.NONE);
  }

  private static Map<String, Integer> strides(Network network) {
    return network.operations().stream()
        .filter(Convolution.class::isInstance)
        .map(Convolution.class::cast)
        .collect(toMap(Convolution::name, convolution -> convolution.windows().strides()[0]));
  }

  private float[] run(Network network, Function<GraphWriter, Network.Writer> writers)
      throws IOException {
    GraphWriter graph = new GraphWriter();
    Network.Writer writer = writers.apply(graph);
    network.operations().forEach(operation -> operation.writeTo(writer));
    SavedModelFiles.of(graph, network.input(), "result", "average", CHANNELS).write(directory);
    int size = network.input().shape()[0];
    float[] image = new float[size * size * ImageTensor.CHANNELS];
    Random random = new Random(size);
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat() * 2 - 1;
    }
    return GraphRun.run(Engine.TENSORFLOW, directory, image, size, CHANNELS);
  }
}
