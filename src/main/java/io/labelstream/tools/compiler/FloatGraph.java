package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Dense;
import io.labelstream.tools.compiler.Network.GlobalAverage;
import io.labelstream.tools.compiler.Network.Input;
import io.labelstream.tools.compiler.Network.MaxPool;
import io.labelstream.tools.compiler.Network.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Operations in float32, each a node of its own name. A convolution with its bias, sum and ReLU is
 * one node, which oneDNN computes in one pass over memory; TensorFlow's own optimiser leaves the
 * sum and the ReLU behind it apart. One that is faster in tiles is written by {@link
 * WinogradGraph}.
 */
final class FloatGraph implements Network.Writer {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);

  private final GraphWriter graph;
  private final Function<Operation, String> values;

  FloatGraph(GraphWriter graph) {
    this(graph, Operation::name);
  }

  /**
   * @param values gives the node that has an operation's output in float32
   */
  FloatGraph(GraphWriter graph, Function<Operation, String> values) {
    this.graph = graph;
    this.values = values;
  }

  @Override
  public void write(Input input) {
    NodeDef.Builder placeholder =
        GraphWriter.node(input.name(), "Placeholder")
            .putAttr("dtype", FLOAT)
            .putAttr(
                "shape",
                AttrValue.newBuilder().setShape(GraphAttributes.batched(input.shape())).build());
    graph.add(placeholder, input.shape());
  }

  @Override
  public void write(Convolution convolution) {
    WinogradTile.fastest(convolution)
        .ifPresentOrElse(tile -> tiled(convolution, tile), () -> fused(convolution));
  }

  /** What follows the products of a convolution in tiles goes value by value. */
  private void tiled(Convolution convolution, WinogradTile tile) {
    String name = convolution.name();
    String convolved = new WinogradGraph(graph, values, tile, convolution).write();
    String bias = graph.constant(name + "/bias", convolution.bias());
    List<NodeDef.Builder> steps = new ArrayList<>();
    steps.add(GraphWriter.node(name + "/biased", "BiasAdd", convolved, bias));
    convolution
        .summand()
        .ifPresent(
            summand ->
                steps.add(
                    GraphWriter.node(
                        name + "/sum", "AddV2", name + "/biased", values.apply(summand))));
    List<String> rectifier = new ArrayList<>();
    fuse(convolution.rectifier(), rectifier);
    rectifier.forEach(
        operator ->
            steps.add(
                GraphWriter.node(
                    name + "/rectified", operator, steps.get(steps.size() - 1).getName())));
    steps.get(steps.size() - 1).setName(name);
    steps.forEach(step -> graph.add(step.putAttr("T", FLOAT), convolution.shape()));
  }

  private void fused(Convolution convolution) {
    String name = convolution.name();
    List<String> fusedOperators = new ArrayList<>(List.of("BiasAdd"));
    List<String> arguments =
        new ArrayList<>(List.of(graph.constant(name + "/bias", convolution.bias())));
    convolution
        .summand()
        .ifPresent(
            summand -> {
              fusedOperators.add("Add");
              arguments.add(values.apply(summand));
            });
    fuse(convolution.rectifier(), fusedOperators);
    String kernel = graph.kernel(name, convolution.kernelShape(), convolution.kernel());
    NodeDef.Builder node =
        GraphWriter.node(name, "_FusedConv2D", values.apply(convolution.input()), kernel)
            .addAllInput(arguments)
            .putAttr("T", FLOAT)
            .putAttr(
                "TArgs",
                GraphAttributes.types(Collections.nCopies(arguments.size(), DataType.DT_FLOAT)))
            .putAttr("num_args", GraphAttributes.number(arguments.size()))
            .putAttr("num_host_args", GraphAttributes.number(0))
            .putAttr("fused_ops", GraphAttributes.texts(fusedOperators));
    GraphWriter.putWindows(node, convolution.windows());
    GraphWriter.putDilations(node, convolution.windows());
    graph.add(node, convolution.shape());
  }

  static void fuse(Rectifier rectifier, List<String> fusedOperators) {
    switch (rectifier) {
      case NONE -> {}
      case RELU -> fusedOperators.add("Relu");
      case RELU6 -> fusedOperators.add("Relu6");
    }
  }

  @Override
  public void write(MaxPool pool) {
    WindowGeometry windows = pool.windows();
    NodeDef.Builder node =
        GraphWriter.node(pool.name(), "MaxPool", values.apply(pool.input()))
            .putAttr("T", FLOAT)
            .putAttr("ksize", GraphAttributes.ints(1, windows.height(), windows.width(), 1));
    graph.add(GraphWriter.putWindows(node, windows), pool.shape());
  }

  @Override
  public void write(GlobalAverage average) {
    write(average, values.apply(average.input()));
  }

  /** Writes an average of another tensor than the operation's input. */
  void write(GlobalAverage average, String input) {
    String axes = graph.constant(average.name() + "/axes", new int[] {2}, 1, 2);
    graph.add(
        GraphWriter.node(average.name(), "Mean", input, axes)
            .putAttr("T", FLOAT)
            .putAttr("Tidx", INT),
        average.shape());
  }

  @Override
  public void write(Dense dense) {
    String name = dense.name();
    String kernel = graph.kernel(name, dense.kernelShape(), dense.kernel());
    write(
        dense,
        graph.add(
            GraphWriter.node(name + "/product", "MatMul", values.apply(dense.input()), kernel)
                .putAttr("T", FLOAT),
            dense.shape()));
  }

  /** Writes what follows the product of a dense layer's inputs and weights. */
  void write(Dense dense, String product) {
    String name = dense.name();
    String bias = graph.constant(name + "/bias", dense.bias());
    String biased = dense.softmax() ? name + "/biased" : name;
    graph.add(
        GraphWriter.node(biased, "BiasAdd", product, bias).putAttr("T", FLOAT), dense.shape());
    if (dense.softmax()) {
      graph.add(GraphWriter.node(name, "Softmax", biased).putAttr("T", FLOAT), dense.shape());
    }
  }

  @Override
  public void write(FloatOperation operation) {
    operation.writeTo(new FloatOperationGraph(graph, values));
  }
}
