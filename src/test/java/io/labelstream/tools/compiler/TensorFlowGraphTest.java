package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import io.labelstream.vision.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.DataType;

/** What TensorFlow makes of what is written. */
class TensorFlowGraphTest {

  /** With it eight bits count the input by ones. */
  private static final float INPUT_LIMIT = 127;

  private static final int[] ONCE = {1, 1};
  private static final Input IMAGE = SmallNetwork.network().input();

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource
  void computesInFloat32WhatTheOperationDoes(String operation, float[] expected)
      throws IOException {
    GraphWriter graph = new GraphWriter();
    assertThat(
            run(SmallNetwork.network(), graph, new FloatGraph(graph), operation, expected.length))
        .containsExactly(expected, within(1e-5f));
  }

  static Stream<Arguments> computesInFloat32WhatTheOperationDoes() {
    return Stream.of(
        Arguments.of("shift", new float[] {32, -4, 42, 0, 2, -8, 2, 0}),
        Arguments.of("sum", new float[] {34, 0, 46, 0, 8, 2, 10, 20}),
        Arguments.of("pool", new float[] {34, 2, 46, 20}),
        Arguments.of("average", new float[] {40, 11}),
        Arguments.of("dense", SmallNetwork.PROBABILITIES));
  }

  @ParameterizedTest
  @MethodSource
  void computesInInt8WhatTheNetworkDoes(String operation, float[] expected) throws IOException {
    GraphWriter graph = new GraphWriter();
    QuantizedGraph writer = new QuantizedGraph(graph, SmallNetwork.quantization(), INPUT_LIMIT);
    assertThat(run(SmallNetwork.network(), graph, writer, operation, expected.length))
        .containsExactly(expected, within(1e-4f));
  }

  static Stream<Arguments> computesInInt8WhatTheNetworkDoes() {
    return Stream.of(
        Arguments.of("average/input", new float[] {34, 2, 46, 20}),
        Arguments.of("average", new float[] {40, 11}),
        Arguments.of("dense", SmallNetwork.PROBABILITIES));
  }

  /**
   * Eight bits count averages by halves, and weights by ones and by quarters. Those of the last
   * output are next to nothing, so that its bias, in units of theirs, would overflow as an integer.
   */
  @Test
  void computesADenseLayerInInt8() throws IOException {
    List<Operation> operations = new ArrayList<>(SmallNetwork.network().operations());
    Operation average = operations.get(operations.size() - 2);
    operations.set(
        operations.size() - 1,
        new Dense(
            "dense",
            average,
            new float[] {127, 3, 0, 5, -31.75f, 1e-12f},
            new float[] {0.5f, 2, 7},
            false));
    Network network = new Network(operations);
    ActivationRanges ranges =
        new ActivationRanges(
            Map.of(
                "shift", new Range(-100, 155),
                "sum", new Range(0, 255),
                "average", new Range(0, 127.5f)));
    GraphWriter graph = new GraphWriter();
    QuantizedGraph writer =
        new QuantizedGraph(graph, Quantization.of(network, ranges), INPUT_LIMIT);
    float[] expected = {40 * 127 + 11 * 5 + 0.5f, 40 * 3 - 11 * 31.75f + 2, 7};
    assertThat(run(network, graph, writer, "dense", 3)).containsExactly(expected, within(1e-3f));
    assertThat(graph.variables()).extracting(Variable::type).containsOnly(DataType.DT_QINT8);
  }

  /** As an integer, in units of the next to nothing that its weights are, it would overflow. */
  @Test
  void keepsTheBiasOfAChannelAlmostWithoutWeightsInInt8() throws IOException {
    Convolution convolution =
        convolution(new float[] {0, 1e-12f, 0, 1e-12f, 0, 0}, new float[] {6, 7});
    GlobalAverage average = new GlobalAverage("average", convolution);
    assertThat(runInInt8(new Network(List.of(IMAGE, convolution, average))))
        .containsExactly(new float[] {6, 7}, within(1e-4f));
  }

  /**
   * Each window has a pixel at its lower right, which is the largest in it, and reaches over the
   * upper and the left edge. The convolution keeps the first two channels of the image and adds six
   * that are the same everywhere; eight bits are padded eight channels at a time.
   */
  @Test
  void putsThePaddingOfAPoolingOnItsOwnSide() throws IOException {
    float[] kernel = new float[3 * 8];
    kernel[0] = 1;
    kernel[8 + 1] = 1;
    Convolution convolution = convolution(kernel, new float[] {0, 0, 1, 2, 3, 4, 5, 6});
    MaxPool pool =
        new MaxPool(
            "pool", convolution, new WindowGeometry(2, 2, ONCE, ONCE, new Padding(1, 0, 1, 0)));
    GlobalAverage average = new GlobalAverage("average", pool);
    Network network = new Network(List.of(IMAGE, convolution, pool, average));
    float[] expected = {5, 25, 1, 2, 3, 4, 5, 6};
    GraphWriter graph = new GraphWriter();
    assertThat(run(network, graph, new FloatGraph(graph), "average", 8))
        .containsExactly(expected, within(1e-5f));
    assertThat(runInInt8(network)).containsExactly(expected, within(1e-4f));
  }

  /** The first two channels of the upper left pixel, less 20, to which themselves are added. */
  @Test
  void addsAPoolingOfNegativeValuesInInt8() throws IOException {
    float[] kernel = {1, 0, 0, 1, 0, 0};
    Convolution negative =
        new Convolution(
            "negative",
            IMAGE,
            new int[] {1, 1, 3, 2},
            kernel,
            new float[] {-20, -20},
            WindowGeometry.POSITION,
            Optional.empty(),
            Rectifier.NONE);
    int[] strides = {2, 2};
    MaxPool pool = new MaxPool("pool", negative, WindowGeometry.POSITION.strided(strides));
    Convolution sum =
        new Convolution(
            "sum",
            IMAGE,
            new int[] {1, 1, 3, 2},
            kernel,
            new float[] {50, 50},
            WindowGeometry.POSITION.strided(strides),
            Optional.of(pool),
            Rectifier.RELU);
    GlobalAverage average = new GlobalAverage("average", sum);
    GraphWriter graph = new GraphWriter();
    ActivationRanges ranges =
        new ActivationRanges(Map.of("negative", new Range(-100, 155), "sum", new Range(0, 255)));
    Network network = new Network(List.of(IMAGE, negative, pool, sum, average));
    assertThat(
            run(
                network,
                graph,
                new QuantizedGraph(graph, Quantization.of(network, ranges), INPUT_LIMIT),
                "average",
                2))
        .containsExactly(new float[] {2 - 20 + 2 + 50, 10 - 20 + 10 + 50}, within(1e-4f));
  }

  @Test
  void computesTheBottleneckOfAMobileNetInInt8() throws IOException {
    Network network = Bottleneck.network();
    GraphWriter graph = new GraphWriter();
    assertThat(run(network, graph, new FloatGraph(graph), "average", 2))
        .containsExactly(Bottleneck.AVERAGES, within(1e-4f));
    GraphWriter quantized = new GraphWriter();
    QuantizedGraph writer = new QuantizedGraph(quantized, Bottleneck.quantization(), INPUT_LIMIT);
    assertThat(run(network, quantized, writer, "average", 2))
        .containsExactly(Bottleneck.AVERAGES, within(1e-3f));
  }

  @Test
  void computesTheBranchesOfAnInceptionInInt8() throws IOException {
    GraphWriter graph = new GraphWriter();
    QuantizedGraph writer = new QuantizedGraph(graph, Branches.quantization(), INPUT_LIMIT);
    assertThat(run(Branches.network(), graph, writer, "average", 2))
        .containsExactly(Branches.AVERAGES, within(1e-3f));
  }

  private static Convolution convolution(float[] kernel, float[] bias) {
    return new Convolution(
        "conv",
        IMAGE,
        new int[] {1, 1, 3, bias.length},
        kernel,
        bias,
        new WindowGeometry(1, 1, ONCE, ONCE, Padding.NONE),
        Optional.empty(),
        Rectifier.RELU);
  }

  private float[] runInInt8(Network network) throws IOException {
    GraphWriter graph = new GraphWriter();
    ActivationRanges ranges = new ActivationRanges(Map.of("conv", new Range(0, 255)));
    return run(
        network,
        graph,
        new QuantizedGraph(graph, Quantization.of(network, ranges), INPUT_LIMIT),
        "average",
        network.output().shape()[0]);
  }

  private float[] run(
      Network network, GraphWriter graph, Network.Writer writer, String operation, int size)
      throws IOException {
    network.operations().forEach(each -> each.writeTo(writer));
    SavedModelRun.write(directory, graph, operation, size);
    return GraphRun.run(Engine.TENSORFLOW, directory, SmallNetwork.IMAGE, SmallNetwork.SIZE, size);
  }
}
