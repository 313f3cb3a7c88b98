package io.labelstream.model;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.VersionDef;

/** Writes a TensorFlow graph node by node, following the shapes. Activations are NHWC float32. */
final class GraphWriter {

  /** The node's attribute in which TensorFlow's own exporters keep the inferred shapes. */
  static final String OUTPUT_SHAPES = "_output_shapes";

  /** The graph version whose operators are meant, that of TensorFlow 2.13. */
  private static final int PRODUCER = 1482;

  /**
   * A node's only output.
   *
   * @param shape without the batch dimension
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Node(String name, int[] shape) {

    int channels() {
      return shape[shape.length - 1];
    }
  }

  private final GraphDef.Builder graph =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(PRODUCER));

  GraphDef graph() {
    return graph.build();
  }

  Node placeholder(String name, int... shape) {
    return add(
        node(name, "Placeholder")
            .putAttr("dtype", GraphAttributes.type(DataType.DT_FLOAT))
            .putAttr(
                "shape", AttrValue.newBuilder().setShape(GraphAttributes.batched(shape)).build()),
        shape);
  }

  Node pad(String name, Node input, int top, int bottom, int left, int right) {
    int[] paddings = {0, 0, top, bottom, left, right, 0, 0};
    String constant = constant(name + "/paddings", new int[] {4, 2}, paddings);
    int[] in = input.shape();
    return add(
        node(name, "Pad", input.name(), constant)
            .putAttr("T", GraphAttributes.type(DataType.DT_FLOAT))
            .putAttr("Tpaddings", GraphAttributes.type(DataType.DT_INT32)),
        in[0] + top + bottom,
        in[1] + left + right,
        in[2]);
  }

  Node convolution(Convolution convolution) {
    String name = convolution.name();
    int[] kernel = convolution.kernelShape();
    int[] strides = convolution.strides();
    int[] dilations = convolution.dilations();
    int[] in = convolution.input().shape();
    String constant = constant(name + "/kernel", kernel, convolution.kernel());
    Node convolved =
        add(
            node(name, "Conv2D", convolution.input().name(), constant)
                .putAttr("T", GraphAttributes.type(DataType.DT_FLOAT))
                .putAttr("strides", GraphAttributes.ints(1, strides[0], strides[1], 1))
                .putAttr("dilations", GraphAttributes.ints(1, dilations[0], dilations[1], 1))
                .putAttr("padding", GraphAttributes.text(convolution.padding())),
            windows(in[0], kernel[0], strides[0], dilations[0], convolution.padding()),
            windows(in[1], kernel[1], strides[1], dilations[1], convolution.padding()),
            kernel[3]);
    return bias(name, convolved, convolution.bias());
  }

  Node maxPool(String name, Node input, int[] size, int[] strides, String padding) {
    int[] in = input.shape();
    return add(
        node(name, "MaxPool", input.name())
            .putAttr("T", GraphAttributes.type(DataType.DT_FLOAT))
            .putAttr("ksize", GraphAttributes.ints(1, size[0], size[1], 1))
            .putAttr("strides", GraphAttributes.ints(1, strides[0], strides[1], 1))
            .putAttr("padding", GraphAttributes.text(padding)),
        windows(in[0], size[0], strides[0], 1, padding),
        windows(in[1], size[1], strides[1], 1, padding),
        in[2]);
  }

  Node globalAverage(String name, Node input) {
    String axes = constant(name + "/axes", new int[] {2}, new int[] {1, 2});
    return add(
        node(name, "Mean", input.name(), axes)
            .putAttr("T", GraphAttributes.type(DataType.DT_FLOAT))
            .putAttr("Tidx", GraphAttributes.type(DataType.DT_INT32)),
        input.channels());
  }

  Node dense(String name, Node input, int[] kernelShape, float[] kernel, float[] bias) {
    String constant = constant(name + "/kernel", kernelShape, kernel);
    Node product =
        add(
            node(name, "MatMul", input.name(), constant)
                .putAttr("T", GraphAttributes.type(DataType.DT_FLOAT)),
            kernelShape[1]);
    return bias(name, product, bias);
  }

  Node bias(String layer, Node input, float[] bias) {
    String constant = constant(layer + "/bias", new int[] {bias.length}, bias);
    return elementwise(layer + "/biased", "BiasAdd", input, constant);
  }

  Node multiply(String name, Node input, float[] factors) {
    String constant = constant(name + "/factors", new int[] {factors.length}, factors);
    return elementwise(name, "Mul", input, constant);
  }

  Node sum(String name, Node first, Node second) {
    return elementwise(name, "AddV2", first, second.name());
  }

  Node activation(String name, String operator, Node input) {
    return elementwise(name, operator, input);
  }

  private Node elementwise(String name, String operator, Node input, String... others) {
    NodeDef.Builder node = node(name, operator, input.name()).addAllInput(Arrays.asList(others));
    return add(node.putAttr("T", GraphAttributes.type(DataType.DT_FLOAT)), input.shape());
  }

  private Node add(NodeDef.Builder node, int... shape) {
    AttrValue shapes =
        AttrValue.newBuilder()
            .setList(AttrValue.ListValue.newBuilder().addShape(GraphAttributes.batched(shape)))
            .build();
    graph.addNode(node.putAttr(OUTPUT_SHAPES, shapes));
    return new Node(node.getName(), shape);
  }

  private String constant(String name, int[] shape, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, DataType.DT_FLOAT, shape, bytes);
  }

  private String constant(String name, int[] shape, int[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return constant(name, DataType.DT_INT32, shape, bytes);
  }

  private String constant(String name, DataType type, int[] shape, ByteBuffer content) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(GraphAttributes.shape(Arrays.stream(shape).asLongStream().toArray()))
            .setTensorContent(ByteString.copyFrom(content));
    graph.addNode(
        node(name, "Const")
            .putAttr("dtype", GraphAttributes.type(type))
            .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
    return name;
  }

  /** How many windows fit; the rule is TensorFlow's. */
  private static int windows(int length, int size, int stride, int dilation, String padding) {
    int extent = (size - 1) * dilation + 1;
    int positions = padding.equals("SAME") ? length : length - extent + 1;
    return (positions + stride - 1) / stride;
  }

  private static NodeDef.Builder node(String name, String operator, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operator).addAllInput(List.of(inputs));
  }
}
