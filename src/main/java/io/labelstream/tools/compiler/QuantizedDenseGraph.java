package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.Network.Dense;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * A dense layer in TensorFlow whose weights and inputs are in eight bits: a convolution of an image
 * of one pixel, whose sums are integers. These are scaled for each output and biased in float32, so
 * that nothing but weights and inputs is rounded.
 */
final class QuantizedDenseGraph {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);
  private static final AttrValue SUM = GraphAttributes.type(DataType.DT_QINT32);

  /** What eight bits without a sign count to. */
  private static final float LARGEST = 255;

  private final GraphWriter graph;
  private final Range range;
  private final String name;
  private final String input;
  private final int inputs;
  private final int outputs;
  private final QuantizedKernel kernel;

  /**
   * @param dense a layer whose input is there in float32
   * @param range of the layer's inputs, none of which is negative
   */
  QuantizedDenseGraph(GraphWriter graph, Dense dense, Range range) {
    this.graph = graph;
    this.range = range;
    name = dense.name();
    input = dense.input().name();
    inputs = dense.kernelShape()[0];
    outputs = dense.kernelShape()[1];
    kernel = QuantizedKernel.of(dense.kernel(), outputs);
  }

  /** Writes the layer without its bias, and returns the node's name. */
  String write() {
    String sums =
        graph.add(
            GraphWriter.node(name + "/sums", "Bitcast", convolve(quantize()))
                .putAttr("T", SUM)
                .putAttr("type", INT));
    String values =
        graph.add(
            GraphWriter.node(name + "/values", "Cast", sums)
                .putAttr("SrcT", INT)
                .putAttr("DstT", FLOAT));
    float[] scales = kernel.scales();
    for (int output = 0; output < outputs; output++) {
      scales[output] *= range.maximum() / LARGEST;
    }
    String scaled =
        graph.add(
            GraphWriter.node(
                    name + "/scaled", "Mul", values, graph.constant(name + "/scales", scales))
                .putAttr("T", FLOAT));
    return graph.add(graph.reshape(name + "/product", scaled, DataType.DT_FLOAT, outputs));
  }

  private QuantizedTensor quantize() {
    String minimum = graph.constant(name + "/input/minimum", 0);
    String maximum = graph.constant(name + "/input/maximum", range.maximum());
    QuantizedTensor quantized =
        new QuantizedTensor(name + "/input/quantized", DataType.DT_QUINT8, minimum, maximum)
            .write(graph, input, inputs);
    return quantized.named(
        graph.add(
            graph.reshape(
                name + "/input/pixel", quantized.tensor(), quantized.type(), 1, 1, inputs)));
  }

  private String convolve(QuantizedTensor pixel) {
    int[] shape = {1, 1, inputs, outputs};
    List<DataType> types = new ArrayList<>(List.of(pixel.type(), DataType.DT_QINT8));
    types.addAll(Collections.nCopies(5, DataType.DT_FLOAT));
    // With one scale for all outputs the sums are what they are; TensorFlow would round a bias to
    // their scale, in which it may not fit.
    NodeDef.Builder node =
        GraphWriter.node(
                name + "/convolution",
                "_FusedQuantizedConv2D",
                pixel.tensor(),
                graph.variable(name + "/kernel", DataType.DT_QINT8, shape, kernel.bytes()),
                graph.constant(name + "/nothing", new float[outputs]),
                pixel.minimum(),
                pixel.maximum(),
                graph.constant(name + "/kernel/minimum", -QuantizedKernel.LARGEST),
                graph.constant(name + "/kernel/maximum", QuantizedKernel.LARGEST))
            .putAttr("fused_ops", GraphAttributes.texts(List.of("BiasAdd")));
    QuantizedFilterNode.putTypes(node, types, DataType.DT_QINT32);
    GraphWriter.putWindows(node, WindowGeometry.POSITION);
    GraphWriter.putDilations(node, WindowGeometry.POSITION);
    return graph.add(node);
  }
}
