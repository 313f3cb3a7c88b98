package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Convolutions and pooling in eight bits, as oneDNN's VNNI kernels take them: activations without a
 * sign, one scale for each tensor; kernels with a sign, one scale for each output channel; bias and
 * sums in between in more bits. The average over the image and what follows stay float32: they are
 * a thousandth of the work and decide the probabilities.
 *
 * <p>A convolution without a ReLU, as on ResNet's projection shortcuts, has negative values too. It
 * is shifted by its minimum, through its bias, and the convolution that adds it is shifted back.
 */
final class QuantizedGraph implements Network.Writer {

  private static final AttrValue UNSIGNED = GraphAttributes.type(DataType.DT_QUINT8);
  private static final AttrValue SIGNED = GraphAttributes.type(DataType.DT_QINT8);

  private final GraphWriter graph;
  private final FloatGraph floats;
  private final ActivationRanges ranges;
  private final float inputLimit;
  private final Map<String, Quantized> written = new HashMap<>();

  /**
   * A tensor in eight bits.
   *
   * @param minimum the node with the value that the smallest number stands for
   * @param maximum the node with the value that the largest number stands for
   */
  private record Quantized(String tensor, DataType type, String minimum, String maximum) {}

  /**
   * @param ranges the ranges of the convolutions' outputs
   * @param inputLimit the largest absolute value in the input
   */
  QuantizedGraph(GraphWriter graph, ActivationRanges ranges, float inputLimit) {
    this.graph = graph;
    this.floats = new FloatGraph(graph);
    this.ranges = ranges;
    this.inputLimit = inputLimit;
  }

  @Override
  public void write(Input input) {
    floats.write(input);
    String name = input.name() + "/quantized";
    String minimum = graph.constant(name + "/minimum", -inputLimit);
    String maximum = graph.constant(name + "/maximum", inputLimit);
    graph.addQuantized(
        GraphWriter.node(name, "QuantizeV2", input.name(), minimum, maximum)
            .putAttr("T", SIGNED)
            .putAttr("mode", GraphAttributes.text("SCALED"))
            .putAttr("round_mode", GraphAttributes.text("HALF_TO_EVEN")),
        input.shape());
    written.put(input.name(), new Quantized(name, DataType.DT_QINT8, minimum, maximum));
  }

  @Override
  public void write(Convolution convolution) {
    String name = convolution.name();
    ActivationRanges.Range range = ranges.of(name);
    float shift = shiftOf(convolution);
    float[] bias = shifted(convolution, shift);
    QuantizedKernel kernel = QuantizedKernel.of(convolution.kernel(), convolution.outputChannels());
    Quantized input = quantized(convolution.input().name());
    Quantized output =
        new Quantized(
            name,
            DataType.DT_QUINT8,
            graph.constant(name + "/minimum", 0),
            graph.constant(name + "/maximum", range.maximum() - shift));

    List<String> inputs = new ArrayList<>(List.of(input.tensor()));
    List<DataType> types = new ArrayList<>(List.of(input.type()));
    inputs.add(
        graph.variable(
            name + "/kernel", DataType.DT_QINT8, convolution.kernelShape(), kernel.bytes()));
    types.add(DataType.DT_QINT8);
    inputs.add(graph.constant(name + "/bias", bias));
    types.add(DataType.DT_FLOAT);
    List<String> scales = new ArrayList<>(List.of(input.minimum(), input.maximum()));
    scales.add(graph.constant(name + "/kernel/minimum", kernel.minimum()));
    scales.add(graph.constant(name + "/kernel/maximum", kernel.maximum()));
    List<String> fusedOperators = new ArrayList<>(List.of("BiasAdd"));
    if (convolution.summand().isPresent()) {
      Quantized summand = quantized(convolution.summand().get().name());
      inputs.add(summand.tensor());
      types.add(summand.type());
      scales.addAll(List.of(summand.minimum(), summand.maximum()));
      fusedOperators.add("Sum");
    }
    if (convolution.rectifier() != Rectifier.NONE) {
      fusedOperators.add("Relu");
    }
    fusedOperators.add("Requantize");
    scales.addAll(List.of(output.minimum(), output.maximum()));
    inputs.addAll(scales);
    types.addAll(Collections.nCopies(scales.size(), DataType.DT_FLOAT));

    NodeDef.Builder node =
        GraphWriter.node(name, "_FusedQuantizedConv2D")
            .addAllInput(inputs)
            .putAttr("Tinput", GraphAttributes.type(input.type()))
            .putAttr("Tfilter", SIGNED)
            .putAttr("Tbias", GraphAttributes.type(DataType.DT_FLOAT))
            .putAttr("Tsummand", UNSIGNED)
            .putAttr("out_type", UNSIGNED)
            .putAttr("Tdevice_inputs", GraphAttributes.types(List.of()))
            .putAttr("Thost_inputs", GraphAttributes.types(types))
            .putAttr("Tdevice_outputs", GraphAttributes.types(List.of()))
            .putAttr(
                "Thost_outputs",
                GraphAttributes.types(
                    List.of(DataType.DT_QUINT8, DataType.DT_FLOAT, DataType.DT_FLOAT)))
            .putAttr("is_filter_const", GraphAttributes.flag(true))
            .putAttr("is_bias_const", GraphAttributes.flag(true))
            .putAttr("fused_ops", GraphAttributes.texts(fusedOperators));
    GraphWriter.putWindows(node, convolution.windows());
    GraphWriter.putDilations(node, convolution.windows());
    graph.addQuantized(node, convolution.shape());
    written.put(name, output);
  }

  /** The bias after a summand's shift has been taken back and the output's own applied. */
  private float[] shifted(Convolution convolution, float shift) {
    float back = convolution.summand().map(this::shiftOf).orElse(0f);
    float[] bias = convolution.bias().clone();
    for (int c = 0; c < bias.length; c++) {
      bias[c] += back - shift;
    }
    return bias;
  }

  /** The shift of what an operation gives, which only a convolution without a ReLU brings in. */
  private float shiftOf(Network.Operation operation) {
    if (operation instanceof MaxPool pool) {
      return shiftOf(pool.input());
    }
    return operation instanceof Convolution convolution && convolution.rectifier() == Rectifier.NONE
        ? ranges.of(convolution.name()).minimum()
        : 0;
  }

  @Override
  public void write(MaxPool pool) {
    WindowGeometry windows = pool.windows();
    Quantized input = quantized(pool.input().name());
    String padded =
        windows.padding().equals(WindowGeometry.Padding.NONE)
            ? input.tensor()
            : BytePadding.write(graph, pool, input.tensor());
    NodeDef.Builder node =
        GraphWriter.node(pool.name(), "QuantizedMaxPool", padded, input.minimum(), input.maximum())
            .putAttr("T", GraphAttributes.type(input.type()))
            .putAttr("ksize", GraphAttributes.ints(1, windows.height(), windows.width(), 1))
            .putAttr(
                "strides", GraphAttributes.ints(1, windows.strides()[0], windows.strides()[1], 1))
            .putAttr("padding", GraphAttributes.text("VALID"));
    graph.addQuantized(node, pool.shape());
    written.put(
        pool.name(), new Quantized(pool.name(), input.type(), input.minimum(), input.maximum()));
  }

  @Override
  public void write(GlobalAverage average) {
    Quantized input = quantized(average.input().name());
    String name = average.name() + "/input";
    graph.add(
        GraphWriter.node(name, "Dequantize", input.tensor(), input.minimum(), input.maximum())
            .putAttr("T", GraphAttributes.type(input.type()))
            .putAttr("mode", GraphAttributes.text("SCALED")),
        average.input().shape());
    floats.write(average, name);
  }

  @Override
  public void write(Dense dense) {
    floats.write(dense);
  }

  @Override
  public void write(FloatOperation operation) {
    floats.write(operation);
  }

  private Quantized quantized(String operation) {
    Quantized quantized = written.get(operation);
    if (quantized == null) {
      throw new IllegalStateException(operation + " is not there in eight bits");
    }
    return quantized;
  }
}
