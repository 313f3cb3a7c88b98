package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** A convolution in eight bits that is being written, one node with all that is fused into it. */
final class QuantizedFilterNode {

  private final String operator;
  private final Filter filter;
  private final QuantizedKernel kernel;
  private final float[] bias;
  private final Range range;
  private final float shift;

  /**
   * @param operator TensorFlow's
   */
  QuantizedFilterNode(String operator, Filter filter, Quantization quantization) {
    this.operator = operator;
    this.filter = filter;
    kernel = QuantizedKernel.of(filter.kernel(), filter.bias().length);
    range = quantization.rangeOf(filter.name());
    shift = quantization.shiftOf(filter.name());
    bias = shiftedBack(filter.bias(), kernel, quantization.shiftOf(filter.input().name()));
  }

  /** The input lacks its shift at each place of the window, none of which is over the edge. */
  private static float[] shiftedBack(float[] bias, QuantizedKernel kernel, float by) {
    float[] shifted = bias.clone();
    if (by == 0) {
      return shifted;
    }
    float[] scales = kernel.scales();
    byte[] values = kernel.values();
    for (int i = 0; i < values.length; i++) {
      shifted[i % bias.length] += by * scales[i % bias.length] * values[i];
    }
    return shifted;
  }

  /** Writes the node and returns its output. */
  QuantizedTensor write(GraphWriter graph, QuantizedTensor input) {
    return write(graph, input, null, 0);
  }

  /**
   * Writes the node with a tensor that is added to the biased convolution, and returns its output.
   *
   * @param back the shift that was subtracted from the summand before
   */
  QuantizedTensor write(
      GraphWriter graph, QuantizedTensor input, @Nullable QuantizedTensor summand, float back) {
    String name = filter.name();
    QuantizedTensor output =
        new QuantizedTensor(
            name,
            DataType.DT_QUINT8,
            graph.constant(name + "/minimum", 0),
            graph.constant(name + "/maximum", range.maximum() - shift));
    float[] biases = bias.clone();
    for (int c = 0; c < biases.length; c++) {
      biases[c] += back - shift;
    }

    List<String> inputs = new ArrayList<>(List.of(input.tensor()));
    List<DataType> types = new ArrayList<>(List.of(input.type()));
    inputs.add(
        graph.variable(name + "/kernel", DataType.DT_QINT8, filter.kernelShape(), kernel.bytes()));
    types.add(DataType.DT_QINT8);
    inputs.add(graph.constant(name + "/bias", biases));
    types.add(DataType.DT_FLOAT);
    List<String> scales = new ArrayList<>(List.of(input.minimum(), input.maximum()));
    scales.add(graph.constant(name + "/kernel/minimum", kernel.minimum()));
    scales.add(graph.constant(name + "/kernel/maximum", kernel.maximum()));
    List<String> fusedOperators = new ArrayList<>(List.of("BiasAdd"));
    if (summand != null) {
      inputs.add(summand.tensor());
      types.add(summand.type());
      scales.addAll(List.of(summand.minimum(), summand.maximum()));
      fusedOperators.add("Sum");
    }
    // TensorFlow fuses no sum without a ReLU; of values that are shifted it changes none.
    if (filter.rectifier() != Rectifier.NONE || summand != null) {
      fusedOperators.add("Relu");
    }
    fusedOperators.add("Requantize");
    scales.addAll(List.of(output.minimum(), output.maximum()));
    inputs.addAll(scales);
    types.addAll(Collections.nCopies(scales.size(), DataType.DT_FLOAT));

    NodeDef.Builder node =
        GraphWriter.node(name, operator)
            .addAllInput(inputs)
            .putAttr("fused_ops", GraphAttributes.texts(fusedOperators));
    putTypes(node, types, output.type());
    GraphWriter.putWindows(node, filter.windows());
    GraphWriter.putDilations(node, filter.windows());
    graph.addQuantized(node, filter.shape());
    return output;
  }

  /**
   * Sets the attributes that tell the types of a fused operator in eight bits.
   *
   * @param inputs the types of all inputs, the first two those of the input and of the kernel
   * @param output the type of the output, beside which there is its range
   */
  static void putTypes(NodeDef.Builder node, List<DataType> inputs, DataType output) {
    node.putAttr("Tinput", GraphAttributes.type(inputs.get(0)))
        .putAttr("Tfilter", GraphAttributes.type(inputs.get(1)))
        .putAttr("Tbias", GraphAttributes.type(DataType.DT_FLOAT))
        .putAttr("Tsummand", GraphAttributes.type(output))
        .putAttr("out_type", GraphAttributes.type(output))
        .putAttr("Tdevice_inputs", GraphAttributes.types(List.of()))
        .putAttr("Thost_inputs", GraphAttributes.types(inputs))
        .putAttr("Tdevice_outputs", GraphAttributes.types(List.of()))
        .putAttr(
            "Thost_outputs",
            GraphAttributes.types(List.of(output, DataType.DT_FLOAT, DataType.DT_FLOAT)))
        .putAttr("is_filter_const", GraphAttributes.flag(true))
        .putAttr("is_bias_const", GraphAttributes.flag(true));
  }
}
