package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import io.labelstream.vision.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime makes of what is written; the numbers can be followed by hand. */
class OnnxGraphTest {

  /** With it eight bits count the input by ones. */
  private static final float INPUT_LIMIT = 127.5f;

  @TempDir private Path directory;

  @Test
  void computesInFloat32WhatTheNetworkDoes() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    assertThat(run(SmallNetwork.network(), graph, new OnnxFloatGraph(graph)))
        .containsExactly(SmallNetwork.PROBABILITIES, within(1e-5f));
  }

  @Test
  void computesInInt8WhatTheNetworkDoes() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    assertThat(
            run(
                SmallNetwork.network(),
                graph,
                new OnnxQuantizedGraph(graph, SmallNetwork.quantization(), INPUT_LIMIT)))
        .containsExactly(SmallNetwork.PROBABILITIES, within(1e-5f));
  }

  /** As an integer, in units of the next to nothing that its weights are, it would overflow. */
  @Test
  void keepsTheBiasOfAChannelAlmostWithoutWeights() throws Exception {
    Input image = new Input("image", new int[] {2, 2, 3});
    Convolution convolution =
        new Convolution(
            "conv",
            image,
            new int[] {1, 1, 3, 2},
            new float[] {0, 1e-12f, 0, 1e-12f, 0, 0},
            new float[] {6, 7},
            new WindowGeometry(1, 1, new int[] {1, 1}, new int[] {1, 1}, Padding.NONE),
            Optional.empty(),
            Rectifier.RELU);
    GlobalAverage average = new GlobalAverage("average", convolution);
    OnnxGraph graph = new OnnxGraph();
    ActivationRanges ranges = new ActivationRanges(Map.of("conv", new Range(0, 255)));
    Network network = new Network(List.of(image, convolution, average));
    assertThat(
            run(
                network,
                graph,
                new OnnxQuantizedGraph(graph, Quantization.of(network, ranges), INPUT_LIMIT)))
        .containsExactly(6, 7);
  }

  @Test
  void computesTheBranchesOfAnInceptionInInt8() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    OnnxQuantizedGraph writer = new OnnxQuantizedGraph(graph, Branches.quantization(), INPUT_LIMIT);
    assertThat(run(Branches.network(), graph, writer))
        .containsExactly(Branches.AVERAGES, within(1e-3f));
  }

  private float[] run(Network network, OnnxGraph graph, Network.Writer writer) throws IOException {
    int outputs = network.output().shape()[0];
    network.operations().forEach(operation -> operation.writeTo(writer));
    graph.output(network.output().name(), outputs);
    graph.files().write(directory);
    return GraphRun.run(
        Engine.ONNXRUNTIME, directory, SmallNetwork.IMAGE, SmallNetwork.SIZE, outputs);
  }
}
