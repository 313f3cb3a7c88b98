package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Convolutions, pooling and concatenation in eight bits, as oneDNN's VNNI kernels take them:
 * activations without a sign, one scale for each tensor; kernels with a sign, one scale for each
 * output channel; bias and sums in between in more bits. The average over the image stays float32,
 * as does what follows but for the weights of a dense layer right behind it: to fetch those takes
 * longer than to multiply with them.
 *
 * <p>A convolution without a ReLU, as on ResNet's projection shortcuts and MobileNet's bottlenecks,
 * has negative values too. It is shifted by its minimum, through its bias, and the convolutions
 * that add it or read it are shifted back.
 */
final class QuantizedGraph implements Network.Writer {

  private static final AttrValue UNSIGNED = GraphAttributes.type(DataType.DT_QUINT8);
  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);

  private final GraphWriter graph;
  private final FloatGraph floats;
  private final Quantization quantization;
  private final float inputLimit;
  private final Map<String, QuantizedTensor> written = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param inputLimit the largest absolute value in the input
   */
  QuantizedGraph(GraphWriter graph, Quantization quantization, float inputLimit) {
    this.graph = graph;
    this.floats = new FloatGraph(graph, operation -> values(operation, operation.name()));
    this.quantization = quantization;
    this.inputLimit = inputLimit;
  }

  @Override
  public void write(Input input) {
    floats.write(input);
    values.put(input.name(), input.name());
    String name = input.name() + "/quantized";
    String minimum = graph.constant(name + "/minimum", -inputLimit);
    String maximum = graph.constant(name + "/maximum", inputLimit);
    written.put(
        input.name(),
        new QuantizedTensor(name, DataType.DT_QINT8, minimum, maximum)
            .write(graph, input.name(), input.shape()));
  }

  @Override
  public void write(Convolution convolution) {
    if (!quantization.isInBits(convolution)) {
      floats.write(convolution);
      return;
    }
    QuantizedFilterNode node =
        new QuantizedFilterNode("_FusedQuantizedConv2D", convolution, quantization);
    QuantizedTensor input = quantized(convolution.input());
    written.put(
        convolution.name(),
        convolution
            .summand()
            .map(
                summand ->
                    node.write(
                        graph, input, quantized(summand), quantization.shiftOf(summand.name())))
            .orElseGet(() -> node.write(graph, input)));
  }

  private void write(DepthwiseConvolution convolution) {
    QuantizedFilterNode node =
        new QuantizedFilterNode("_FusedQuantizedDepthwiseConv2D", convolution, quantization);
    written.put(convolution.name(), node.write(graph, quantized(convolution.input())));
  }

  @Override
  public void write(MaxPool pool) {
    if (!quantization.isInBits(pool)) {
      floats.write(pool);
      return;
    }
    QuantizedTensor input = quantized(pool.input());
    String padded =
        pool.windows().padding().equals(WindowGeometry.Padding.NONE)
            ? input.tensor()
            : BytePadding.write(graph, pool, input.tensor());
    pool("QuantizedMaxPool", pool, pool.windows(), padded, input, "VALID");
  }

  private void write(AveragePool pool) {
    QuantizedTensor input = quantized(pool.input());
    boolean same = FloatOperationGraph.isSame(pool.windows(), pool.input());
    pool("QuantizedAvgPool", pool, pool.windows(), input.tensor(), input, same ? "SAME" : "VALID");
  }

  private void pool(
      String operator,
      Operation pool,
      WindowGeometry windows,
      String tensor,
      QuantizedTensor input,
      String padding) {
    NodeDef.Builder node =
        GraphWriter.node(pool.name(), operator, tensor, input.minimum(), input.maximum())
            .putAttr("T", GraphAttributes.type(input.type()))
            .putAttr("ksize", GraphAttributes.ints(1, windows.height(), windows.width(), 1))
            .putAttr(
                "strides", GraphAttributes.ints(1, windows.strides()[0], windows.strides()[1], 1))
            .putAttr("padding", GraphAttributes.text(padding));
    graph.addQuantized(node, pool.shape());
    written.put(pool.name(), input.named(pool.name()));
  }

  /** All inputs have the same scale, so that their bytes alone are put side by side. */
  private void write(Concatenation concatenation) {
    String name = concatenation.name();
    graph.add(
        FloatOperationGraph.concatenation(
            graph,
            concatenation,
            concatenation.inputs().stream().map(input -> quantized(input).tensor()).toList(),
            UNSIGNED),
        concatenation.shape());
    written.put(name, quantized(concatenation.inputs().get(0)).named(name));
  }

  @Override
  public void write(GlobalAverage average) {
    floats.write(average, values(average.input(), average.name() + "/input"));
  }

  @Override
  public void write(Dense dense) {
    quantization
        .inputRangeOf(dense)
        .ifPresentOrElse(
            range -> floats.write(dense, new QuantizedDenseGraph(graph, dense, range).write()),
            () -> floats.write(dense));
  }

  @Override
  public void write(FloatOperation operation) {
    if (!quantization.isInBits(operation)) {
      floats.write(operation);
    } else if (operation instanceof DepthwiseConvolution convolution) {
      write(convolution);
    } else if (operation instanceof AveragePool pool) {
      write(pool);
    } else if (operation instanceof Concatenation concatenation) {
      write(concatenation);
    } else {
      throw new IllegalStateException(operation.name() + " has no form in eight bits");
    }
  }

  private QuantizedTensor quantized(Operation operation) {
    QuantizedTensor quantized = written.get(operation.name());
    if (quantized == null) {
      throw new IllegalStateException(operation.name() + " is not there in eight bits");
    }
    return quantized;
  }

  /**
   * The node with an operation's output in float32.
   *
   * @param name what it is called if it is still to be written
   */
  private String values(Operation operation, String name) {
    if (!quantization.isInBits(operation)) {
      return operation.name();
    }
    String known = values.get(operation.name());
    if (known == null) {
      known = dequantize(operation, name.equals(operation.name()) ? name + "/values" : name);
      values.put(operation.name(), known);
    }
    return known;
  }

  private String dequantize(Operation operation, String name) {
    QuantizedTensor tensor = quantized(operation);
    float shift = quantization.shiftOf(operation.name());
    String above = shift == 0 ? name : name + "/above";
    graph.add(
        GraphWriter.node(above, "Dequantize", tensor.tensor(), tensor.minimum(), tensor.maximum())
            .putAttr("T", GraphAttributes.type(tensor.type()))
            .putAttr("mode", GraphAttributes.text("SCALED")),
        operation.shape());
    if (shift != 0) {
      String constant = graph.constant(name + "/shift", shift);
      graph.add(
          GraphWriter.node(name, "AddV2", above, constant).putAttr("T", FLOAT), operation.shape());
    }
    return name;
  }
}
