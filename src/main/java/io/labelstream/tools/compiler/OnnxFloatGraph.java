package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.Optional;
import java.util.function.Function;

/**
 * Operations in float32, each giving a tensor of its own name. ONNX wants the channels before the
 * pixels, so the image is turned first. Bias, sum and ReLU stay nodes: ONNX Runtime fuses them.
 */
final class OnnxFloatGraph implements Network.Writer {

  private final OnnxGraph graph;
  private final Function<Operation, String> values;

  OnnxFloatGraph(OnnxGraph graph) {
    this(graph, Operation::name);
  }

  /**
   * @param values gives the tensor that has an operation's output in float32
   */
  OnnxFloatGraph(OnnxGraph graph, Function<Operation, String> values) {
    this.graph = graph;
    this.values = values;
  }

  @Override
  public void write(Input input) {
    channelsFirst(input.name(), declare(input));
  }

  /** Declares the image and returns the name under which it is fed. */
  String declare(Input input) {
    int[] shape = input.shape();
    String fed = input.name() + "/channels_last";
    graph.input(fed, shape);
    return fed;
  }

  void channelsFirst(String name, String channelsLast) {
    graph.add(OnnxNode.of(name, "Transpose", channelsLast).numbers("perm", 0, 3, 1, 2));
  }

  @Override
  public void write(Convolution convolution) {
    String name = convolution.name();
    Optional<String> summand = convolution.summand().map(values);
    int[] shape = convolution.kernelShape();
    String kernel =
        graph.constant(
            name + "/kernel",
            OnnxType.FLOAT,
            OnnxKernel.shape(shape),
            Tensors.bytes(OnnxKernel.values(shape, convolution.kernel())));
    String bias = graph.constant(name + "/bias", convolution.bias());
    String biased =
        summand.isEmpty() && convolution.rectifier() == Rectifier.NONE ? name : name + "/biased";
    OnnxNode node =
        OnnxNode.of(biased, "Conv", values.apply(convolution.input()), kernel, bias)
            .windows(convolution.windows());
    graph.add(convolution.groups() == 1 ? node : node.number("group", convolution.groups()));
    String sum = biased;
    if (summand.isPresent()) {
      sum = convolution.rectifier() != Rectifier.NONE ? name + "/sum" : name;
      graph.add(OnnxNode.of(sum, "Add", biased, summand.get()));
    }
    rectify(name, convolution.rectifier(), sum);
  }

  /** Writes what bends a tensor, if anything. */
  void rectify(String name, Rectifier rectifier, String input) {
    switch (rectifier) {
      case NONE -> {}
      case RELU -> graph.add(OnnxNode.of(name, "Relu", input));
      case RELU6 -> {
        String least = graph.constant(name + "/least", 0);
        String most = graph.constant(name + "/most", 6);
        graph.add(OnnxNode.of(name, "Clip", input, least, most));
      }
    }
  }

  @Override
  public void write(MaxPool pool) {
    graph.add(
        OnnxNode.of(pool.name(), "MaxPool", values.apply(pool.input())).windows(pool.windows()));
  }

  @Override
  public void write(GlobalAverage average) {
    write(average, values.apply(average.input()));
  }

  /** Writes an average of another tensor than the operation's input. */
  void write(GlobalAverage average, String input) {
    String image = graph.add(OnnxNode.of(average.name() + "/image", "GlobalAveragePool", input));
    graph.add(OnnxNode.of(average.name(), "Flatten", image));
  }

  @Override
  public void write(Dense dense) {
    String name = dense.name();
    String kernel =
        graph.constant(
            name + "/kernel", OnnxType.FLOAT, dense.kernelShape(), Tensors.bytes(dense.kernel()));
    String bias = graph.constant(name + "/bias", dense.bias());
    String biased = dense.softmax() ? name + "/biased" : name;
    graph.add(OnnxNode.of(biased, "Gemm", values.apply(dense.input()), kernel, bias));
    if (dense.softmax()) {
      graph.add(OnnxNode.of(name, "Softmax", biased));
    }
  }

  @Override
  public void write(FloatOperation operation) {
    operation.writeTo(new OnnxFloatOperationGraph(graph, this, values));
  }
}
