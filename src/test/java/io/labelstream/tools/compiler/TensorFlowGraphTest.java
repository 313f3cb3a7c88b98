package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What TensorFlow makes of what is written. */
class TensorFlowGraphTest {

  /** With it eight bits count the input by ones. */
  private static final float INPUT_LIMIT = 127;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource
  void computesInFloat32WhatTheOperationDoes(String operation, float[] expected)
      throws IOException {
    GraphWriter graph = new GraphWriter();
    assertThat(run(graph, new FloatGraph(graph), operation, expected.length))
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
    QuantizedGraph writer = new QuantizedGraph(graph, SmallNetwork.RANGES, INPUT_LIMIT);
    assertThat(run(graph, writer, operation, expected.length))
        .containsExactly(expected, within(1e-4f));
  }

  static Stream<Arguments> computesInInt8WhatTheNetworkDoes() {
    return Stream.of(
        Arguments.of("average/input", new float[] {34, 2, 46, 20}),
        Arguments.of("average", new float[] {40, 11}),
        Arguments.of("dense", SmallNetwork.PROBABILITIES));
  }

  private float[] run(GraphWriter graph, Network.Writer writer, String operation, int size)
      throws IOException {
    SmallNetwork.network().operations().forEach(each -> each.writeTo(writer));
    return SavedModelRun.run(directory, graph, operation, size);
  }
}
