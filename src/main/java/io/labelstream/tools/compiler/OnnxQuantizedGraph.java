package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;
import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolutions, sums, pooling and concatenation in eight bits, as ONNX Runtime's VNNI kernels take
 * them: activations without a sign, one scale and zero for each tensor; kernels with a sign, one
 * scale for each output channel. A ReLU needs no node: its range begins at 0, and values below it
 * are cut off. The average over the image and what follows stay float32.
 */
final class OnnxQuantizedGraph implements Network.Writer {

  /** A bias of 31 bits must leave room for the products that are added to it. */
  private static final double LARGEST_BIAS = 1 << 30;

  private final OnnxGraph graph;
  private final OnnxFloatGraph floats;
  private final OnnxFloatGraph bytes;
  private final Quantization quantization;
  private final float inputLimit;
  private final Map<String, Quantized> written = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();

  /** The range and the scale of an operation's output, and the constants that hold the scale. */
  private record Quantized(Range range, OnnxScale scale, List<String> constants) {}

  /**
   * @param inputLimit the largest absolute value in the input
   */
  OnnxQuantizedGraph(OnnxGraph graph, Quantization quantization, float inputLimit) {
    this.graph = graph;
    this.floats =
        new OnnxFloatGraph(graph, operation -> values(operation, operation.name() + "/values"));
    this.bytes = new OnnxFloatGraph(graph);
    this.quantization = quantization;
    this.inputLimit = inputLimit;
  }

  @Override
  public void write(Input input) {
    Quantized quantized = quantized(input.name(), new Range(-inputLimit, inputLimit));
    String fed = floats.declare(input);
    // The image is turned as bytes; ONNX Runtime leaves that out where channels may come last.
    String quantizedBytes =
        graph.add(OnnxNode.of(input.name() + "/bytes", "QuantizeLinear", inputs(fed, quantized)));
    floats.channelsFirst(input.name(), quantizedBytes);
    written.put(input.name(), quantized);
  }

  @Override
  public void write(Convolution convolution) {
    if (!quantization.isInBits(convolution)) {
      floats.write(convolution);
      return;
    }
    String name = convolution.name();
    Range range = quantization.rangeOf(name);
    Quantized output = quantized(name, range);
    if (convolution.summand().isEmpty()) {
      convolve(name, convolution, output);
    } else {
      String summand = convolution.summand().get().name();
      Quantized added = find(summand);
      String biased = name + "/biased";
      // The widest range that matters: beyond it, the sum leaves its own range, which cuts it off.
      Quantized before =
          quantized(
              biased,
              new Range(
                  range.minimum() - added.range().maximum(),
                  range.maximum() - added.range().minimum()));
      convolve(biased, convolution, before);
      List<String> inputs = inputs(biased, before);
      inputs.addAll(inputs(summand, added));
      inputs.addAll(output.constants());
      graph.add(OnnxNode.of(name, "QLinearAdd", inputs).domain(OnnxGraph.MICROSOFT));
    }
    written.put(name, output);
  }

  private void convolve(String name, Convolution convolution, Quantized output) {
    Quantized input = find(convolution.input().name());
    int channels = convolution.outputChannels();
    QuantizedKernel kernel =
        QuantizedKernel.of(
            convolution.kernel(), leastScales(convolution.bias(), input.scale().scale()));
    float[] scales = kernel.scales();
    int[] bias = new int[channels];
    for (int c = 0; c < channels; c++) {
      bias[c] =
          (int) Math.rint(convolution.bias()[c] / ((double) input.scale().scale() * scales[c]));
    }
    int[] shape = convolution.kernelShape();
    List<String> inputs = inputs(convolution.input().name(), input);
    inputs.add(
        graph.constant(
            name + "/kernel",
            OnnxType.INT8,
            OnnxKernel.shape(shape),
            ByteBuffer.wrap(OnnxKernel.values(shape, kernel.values()))));
    inputs.add(graph.constant(name + "/kernel/scale", scales));
    inputs.add(
        graph.constant(
            name + "/kernel/zero",
            OnnxType.INT8,
            new int[] {channels},
            ByteBuffer.wrap(new byte[channels])));
    inputs.addAll(output.constants());
    inputs.add(
        graph.constant(name + "/bias", OnnxType.INT32, new int[] {channels}, Tensors.bytes(bias)));
    graph.add(OnnxNode.of(name, "QLinearConv", inputs).windows(convolution.windows()));
  }

  /** The scales of a kernel below which the bias, in units of both scales, is no integer. */
  private static float[] leastScales(float[] bias, float inputScale) {
    float[] scales = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      scales[c] = (float) (Math.abs(bias[c]) / (inputScale * LARGEST_BIAS));
    }
    return scales;
  }

  @Override
  public void write(MaxPool pool) {
    passOn(pool);
  }

  private void write(AveragePool pool) {
    List<String> inputs = inputs(pool.input().name(), find(pool.input().name()));
    inputs.addAll(find(pool.input().name()).constants());
    graph.add(
        OnnxNode.of(pool.name(), "QLinearAveragePool", inputs)
            .domain(OnnxGraph.MICROSOFT)
            .undilatedWindows(pool.windows()));
    written.put(pool.name(), find(pool.input().name()));
  }

  /** What needs no arithmetic is the same node for bits as for floats. */
  private void passOn(Operation operation) {
    if (quantization.isInBits(operation)) {
      operation.writeTo(bytes);
      written.put(operation.name(), find(operation.inputs().get(0).name()));
    } else {
      operation.writeTo(floats);
    }
  }

  @Override
  public void write(GlobalAverage average) {
    floats.write(average, values(average.input(), average.name() + "/input"));
  }

  @Override
  public void write(Dense dense) {
    floats.write(dense);
  }

  @Override
  public void write(FloatOperation operation) {
    if (operation instanceof AveragePool pool && quantization.isInBits(operation)) {
      write(pool);
    } else {
      passOn(operation);
    }
  }

  /**
   * The tensor that the nodes of float32 read: an operation in eight bits is dequantised, once.
   *
   * @param name what it is called if it is still to be written
   */
  private String values(Operation operation, String name) {
    if (!quantization.isInBits(operation)) {
      return operation.name();
    }
    String known = values.get(operation.name());
    if (known == null) {
      List<String> inputs = inputs(operation.name(), find(operation.name()));
      known = graph.add(OnnxNode.of(name, "DequantizeLinear", inputs));
      values.put(operation.name(), known);
    }
    return known;
  }

  private Quantized quantized(String name, Range range) {
    OnnxScale scale = OnnxScale.of(range);
    return new Quantized(
        range,
        scale,
        List.of(
            graph.constant(name + "/scale", scale.scale()),
            graph.constant(
                name + "/zero",
                OnnxType.UINT8,
                new int[0],
                ByteBuffer.wrap(new byte[] {(byte) scale.zero()}))));
  }

  /** A tensor's name, and the two constants that follow it among a node's inputs. */
  private static List<String> inputs(String tensor, Quantized quantized) {
    List<String> inputs = new ArrayList<>(List.of(tensor));
    inputs.addAll(quantized.constants());
    return inputs;
  }

  private Quantized find(String operation) {
    Quantized quantized = written.get(operation);
    if (quantized == null) {
      throw new IllegalStateException(operation + " is not there in eight bits");
    }
    return quantized;
  }
}
