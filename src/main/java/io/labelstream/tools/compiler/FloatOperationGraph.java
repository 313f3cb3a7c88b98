package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Activation;
import io.labelstream.tools.compiler.FloatOperation.Affine;
import io.labelstream.tools.compiler.FloatOperation.AveragePool;
import io.labelstream.tools.compiler.FloatOperation.Combination;
import io.labelstream.tools.compiler.FloatOperation.Concatenation;
import io.labelstream.tools.compiler.FloatOperation.Crop;
import io.labelstream.tools.compiler.FloatOperation.DepthwiseConvolution;
import io.labelstream.tools.compiler.FloatOperation.GlobalMaximum;
import io.labelstream.tools.compiler.FloatOperation.ParametricRelu;
import io.labelstream.tools.compiler.FloatOperation.Reshape;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.FloatOperation.Standardization;
import io.labelstream.tools.compiler.FloatOperation.ZeroPadding;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** The operations of {@link FloatOperation} in TensorFlow, each giving a node of its own name. */
final class FloatOperationGraph implements FloatOperation.Writer {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);

  private final GraphWriter graph;
  private final Function<Operation, String> values;
  private final ElementwiseGraph elementwise;
  private final ImageSizeGraph sizes;

  /**
   * @param values gives the node that has an operation's output in float32
   */
  FloatOperationGraph(GraphWriter graph, Function<Operation, String> values) {
    this.graph = graph;
    this.values = values;
    elementwise = new ElementwiseGraph(graph, values);
    sizes = new ImageSizeGraph(graph, values);
  }

  @Override
  public void write(DepthwiseConvolution convolution) {
    String name = convolution.name();
    WindowGeometry windows = convolution.windows();
    String input = values.apply(convolution.input());
    boolean same = isSame(windows, convolution.input());
    if (!same && !windows.padding().equals(Padding.NONE)) {
      // oneDNN's depthwise convolution takes no padding of any other kind.
      input = sizes.pad(name + "/pad", convolution.input(), windows.padding());
    }
    List<String> fusedOperators = new ArrayList<>(List.of("BiasAdd"));
    FloatGraph.fuse(convolution.rectifier(), fusedOperators);
    String kernel = graph.kernel(name, convolution.kernelShape(), convolution.kernel());
    String bias = graph.constant(name + "/bias", convolution.bias());
    NodeDef.Builder node =
        GraphWriter.node(name, "_FusedDepthwiseConv2dNative", input, kernel, bias)
            .putAttr("T", FLOAT)
            .putAttr("num_args", GraphAttributes.number(1))
            .putAttr("fused_ops", GraphAttributes.texts(fusedOperators));
    GraphWriter.putDilations(putPadding(node, windows, same), windows);
    graph.add(node, convolution.shape());
  }

  @Override
  public void write(AveragePool pool) {
    WindowGeometry windows = pool.windows();
    NodeDef.Builder node =
        GraphWriter.node(pool.name(), "AvgPool", values.apply(pool.input()))
            .putAttr("T", FLOAT)
            .putAttr("ksize", GraphAttributes.ints(1, windows.height(), windows.width(), 1));
    graph.add(putPadding(node, windows, isSame(windows, pool.input())), pool.shape());
  }

  static boolean isSame(WindowGeometry windows, Operation input) {
    int[] size = {windows.height(), windows.width()};
    Padding padding = windows.padding();
    return !padding.equals(Padding.NONE)
        && padding.equals(
            Padding.same(input.shape(), size, windows.strides(), windows.dilations()));
  }

  private static NodeDef.Builder putPadding(
      NodeDef.Builder node, WindowGeometry windows, boolean same) {
    int[] strides = windows.strides();
    return node.putAttr("strides", GraphAttributes.ints(1, strides[0], strides[1], 1))
        .putAttr("padding", GraphAttributes.text(same ? "SAME" : "VALID"))
        .putAttr("data_format", GraphAttributes.text("NHWC"));
  }

  @Override
  public void write(GlobalMaximum maximum) {
    String axes = graph.constant(maximum.name() + "/axes", new int[] {2}, 1, 2);
    graph.add(
        GraphWriter.node(maximum.name(), "Max", values.apply(maximum.input()), axes)
            .putAttr("T", FLOAT)
            .putAttr("Tidx", INT),
        maximum.shape());
  }

  @Override
  public void write(Activation activation) {
    elementwise.write(activation);
  }

  @Override
  public void write(Affine affine) {
    elementwise.write(affine);
  }

  @Override
  public void write(ParametricRelu relu) {
    elementwise.write(relu);
  }

  @Override
  public void write(Standardization standardization) {
    elementwise.write(standardization);
  }

  @Override
  public void write(Combination combination) {
    elementwise.write(combination);
  }

  @Override
  public void write(Concatenation concatenation) {
    List<String> inputs = concatenation.inputs().stream().map(values).toList();
    graph.add(concatenation(graph, concatenation, inputs, FLOAT), concatenation.shape());
  }

  static NodeDef.Builder concatenation(
      GraphWriter graph, Concatenation concatenation, List<String> inputs, AttrValue type) {
    String axis =
        graph.constant(concatenation.name() + "/axis", new int[0], concatenation.axis() + 1);
    return GraphWriter.node(concatenation.name(), "ConcatV2")
        .addAllInput(inputs)
        .addInput(axis)
        .putAttr("T", type)
        .putAttr("Tidx", INT)
        .putAttr("N", GraphAttributes.number(inputs.size()));
  }

  @Override
  public void write(Reshape reshape) {
    String input = values.apply(reshape.input());
    graph.add(
        graph.reshape(reshape.name(), input, DataType.DT_FLOAT, reshape.shape()), reshape.shape());
  }

  @Override
  public void write(ZeroPadding padding) {
    sizes.pad(padding.name(), padding.input(), padding.padding());
  }

  @Override
  public void write(Crop crop) {
    sizes.write(crop);
  }

  @Override
  public void write(Resize resize) {
    sizes.write(resize);
  }
}
