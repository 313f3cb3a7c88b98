package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime makes of what is written; the numbers can be followed by hand. */
class OnnxGraphTest {

  private static final int[] ONCE = {1, 1};

  /** 2×2 pixels of two channels: 2, 4, 6, 8 and 10, 20, 30, 40. */
  private static final float[] IMAGE = {2, 10, 4, 20, 6, 30, 8, 40};

  /** Eight bits count these by ones, so that none of the numbers here is rounded. */
  private static final Range BYTE = new Range(0, 255);

  private static final Range SIGNED_BYTE = new Range(-100, 155);
  private static final float INPUT_LIMIT = 127.5f;

  @TempDir private Path directory;

  @Test
  void computesInFloat32WhatTheNetworkDoes() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    assertThat(run(network(), graph, new OnnxFloatGraph(graph)))
        .containsExactly(new float[] {0.25f, 0.75f}, within(1e-5f));
  }

  @Test
  void computesInInt8WhatTheNetworkDoes() throws Exception {
    ActivationRanges ranges = new ActivationRanges(Map.of("shift", SIGNED_BYTE, "sum", BYTE));
    OnnxGraph graph = new OnnxGraph();
    assertThat(run(network(), graph, new OnnxQuantizedGraph(graph, ranges, INPUT_LIMIT)))
        .containsExactly(new float[] {0.25f, 0.75f}, within(1e-5f));
  }

  /** As an integer, in units of the next to nothing that its weights are, it would overflow. */
  @Test
  void keepsTheBiasOfAChannelAlmostWithoutWeights() throws Exception {
    Input image = new Input("image", new int[] {2, 2, 2});
    Convolution convolution =
        new Convolution(
            "conv",
            image,
            new int[] {1, 1, 2, 2},
            new float[] {0, 1e-12f, 0, 1e-12f},
            new float[] {6, 7},
            new WindowGeometry(1, 1, ONCE, ONCE, Padding.NONE),
            Optional.empty(),
            true);
    GlobalAverage average = new GlobalAverage("average", convolution);
    OnnxGraph graph = new OnnxGraph();
    ActivationRanges ranges = new ActivationRanges(Map.of("conv", BYTE));
    assertThat(
            run(
                new Network(List.of(image, convolution, average)),
                graph,
                new OnnxQuantizedGraph(graph, ranges, INPUT_LIMIT)))
        .containsExactly(6, 7);
  }

  /**
   * The first convolution takes the second channel of the pixel below plus 2 (32, 42, 2, 2), and
   * less the first channel of the pixel to the right (−4, 0, −8, 0). To these the second one adds
   * the image itself, 20 less in the second channel: 34, 46, 8, 10 and −14, 0, 2, 20. The larger in
   * each column are 34, 46 and 2, 20, on average 40 and 11; the products are 40 + 2·11 = 62 and 11.
   */
  private static Network network() {
    Input image = new Input("image", new int[] {2, 2, 2});
    float[] shiftKernel = new float[2 * 2 * 2 * 2];
    shiftKernel[index(1, 0, 1, 0)] = 1;
    shiftKernel[index(0, 1, 0, 1)] = -1;
    Convolution shift =
        new Convolution(
            "shift",
            image,
            new int[] {2, 2, 2, 2},
            shiftKernel,
            new float[] {2, 0},
            new WindowGeometry(2, 2, ONCE, ONCE, new Padding(0, 1, 0, 1)),
            Optional.empty(),
            false);
    Convolution sum =
        new Convolution(
            "sum",
            image,
            new int[] {1, 1, 2, 2},
            new float[] {1, 0, 0, 1},
            new float[] {0, -20},
            new WindowGeometry(1, 1, ONCE, ONCE, Padding.NONE),
            Optional.of(shift),
            true);
    MaxPool pool = new MaxPool("pool", sum, new WindowGeometry(2, 1, ONCE, ONCE, Padding.NONE));
    GlobalAverage average = new GlobalAverage("average", pool);
    // The bias makes the second output ln 3 more than the first, and so three times as probable.
    Dense dense =
        new Dense(
            "dense",
            average,
            new float[] {1, 0, 2, 1},
            new float[] {0, (float) (51 + Math.log(3))},
            true);
    return new Network(List.of(image, shift, sum, pool, average, dense));
  }

  private static int index(int row, int column, int input, int output) {
    return ((row * 2 + column) * 2 + input) * 2 + output;
  }

  private float[] run(Network network, OnnxGraph graph, Network.Writer writer)
      throws IOException, OrtException {
    network.operations().forEach(operation -> operation.writeTo(writer));
    graph.output(network.output().name(), 1, network.output().shape()[0]);
    Path file = directory.resolve("network.onnx");
    graph.write(file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor image =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(IMAGE), new long[] {1, 2, 2, 2});
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), image))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }
}
