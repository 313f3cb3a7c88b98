package io.labelstream.tools.compiler;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * Writes a TensorFlow graph node by node. Kernels become variables, whose values lie beside the
 * graph: in the graph, TensorFlow and its binding would keep half a dozen copies of them.
 */
final class GraphWriter {

  /** TensorFlow's own exporters keep the inferred shapes in this attribute of a node. */
  static final String OUTPUT_SHAPES = "_output_shapes";

  /** The graph version whose operators are meant, that of TensorFlow 2.13. */
  private static final int PRODUCER = 1482;

  private static final String SAVER_FILENAME = "saver_filename";
  private static final String RESTORE = "restore";

  private final GraphDef.Builder graph =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(PRODUCER));
  private final List<Variable> variables = new ArrayList<>();

  static NodeDef.Builder node(String name, String operator, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operator).addAllInput(List.of(inputs));
  }

  /** Writes a node and returns its name. */
  String add(NodeDef.Builder node) {
    graph.addNode(node);
    return node.getName();
  }

  /**
   * Writes a node and returns its name.
   *
   * @param shape the shape of its output, without the batch dimension
   */
  String add(NodeDef.Builder node, int... shape) {
    return add(node, List.of(GraphAttributes.batched(shape)));
  }

  /**
   * Writes a node whose output is in eight bits, beside which it gives the two numbers that the
   * smallest and the largest stand for.
   *
   * @param shape the shape of its first output, without the batch dimension
   */
  String addQuantized(NodeDef.Builder node, int... shape) {
    TensorShapeProto number = GraphAttributes.shape();
    return add(node, List.of(GraphAttributes.batched(shape), number, number));
  }

  private String add(NodeDef.Builder node, List<TensorShapeProto> shapes) {
    AttrValue.ListValue list = AttrValue.ListValue.newBuilder().addAllShape(shapes).build();
    return add(node.putAttr(OUTPUT_SHAPES, AttrValue.newBuilder().setList(list).build()));
  }

  String constant(String name, float value) {
    return constant(name, DataType.DT_FLOAT, new int[0], Tensors.bytes(value));
  }

  String constant(String name, float[] values) {
    return constant(name, DataType.DT_FLOAT, new int[] {values.length}, Tensors.bytes(values));
  }

  /** Writes a matrix, row-major, of so many rows. */
  String constant(String name, float[] values, int rows) {
    int[] shape = {rows, values.length / rows};
    return constant(name, DataType.DT_FLOAT, shape, Tensors.bytes(values));
  }

  String constant(String name, int[] shape, int... values) {
    return constant(name, DataType.DT_INT32, shape, Tensors.bytes(values));
  }

  private String constant(String name, DataType type, int[] shape, ByteBuffer content) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(GraphAttributes.shape(shape))
            .setTensorContent(ByteString.copyFrom(content));
    return constant(name, tensor);
  }

  private String constant(String name, TensorProto.Builder tensor) {
    return add(
        node(name, "Const")
            .putAttr("dtype", GraphAttributes.type(tensor.getDtype()))
            .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
  }

  private String texts(String name, List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(GraphAttributes.shape(values.size()));
    values.forEach(value -> tensor.addStringVal(ByteString.copyFromUtf8(value)));
    return constant(name, tensor);
  }

  /**
   * Makes a node that gives a tensor another shape, and writes that shape.
   *
   * @param shape without the batch dimension
   */
  NodeDef.Builder reshape(String name, String input, DataType type, int... shape) {
    int[] batched = new int[shape.length + 1];
    batched[0] = -1;
    System.arraycopy(shape, 0, batched, 1, shape.length);
    String constant = constant(name + "/shape", new int[] {batched.length}, batched);
    return node(name, "Reshape", input, constant)
        .putAttr("T", GraphAttributes.type(type))
        .putAttr("Tshape", GraphAttributes.type(DataType.DT_INT32));
  }

  /** Writes the kernel of an operation and returns the name of the node that reads it. */
  String kernel(String operation, int[] shape, float[] values) {
    return variable(operation + "/kernel", DataType.DT_FLOAT, shape, Tensors.bytes(values));
  }

  /** Writes a variable and returns the name of the node that reads it. */
  String variable(String name, DataType type, int[] shape, ByteBuffer content) {
    add(
        node(name + "/handle", "VarHandleOp")
            .putAttr("dtype", GraphAttributes.type(type))
            .putAttr("shape", AttrValue.newBuilder().setShape(GraphAttributes.shape(shape)).build())
            .putAttr("shared_name", GraphAttributes.text(name))
            .putAttr("container", GraphAttributes.text("")));
    variables.add(new Variable(name, type, shape, content));
    return add(
        node(name, "ReadVariableOp", name + "/handle")
            .putAttr("dtype", GraphAttributes.type(type)));
  }

  /** The variables, whose values are stored beside the graph. */
  List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** Writes the nodes that read the variables from their file; a loader runs them once. */
  SaverDef saver() {
    String file =
        constant(
            SAVER_FILENAME,
            TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(GraphAttributes.shape())
                .addStringVal(ByteString.copyFromUtf8("variables")));
    String names = texts(RESTORE + "/names", variables.stream().map(Variable::name).toList());
    String slices = texts(RESTORE + "/slices", variables.stream().map(variable -> "").toList());
    add(
        node(RESTORE + "/tensors", "RestoreV2", file, names, slices)
            .putAttr(
                "dtypes", GraphAttributes.types(variables.stream().map(Variable::type).toList())));
    NodeDef.Builder all = node(RESTORE, "NoOp");
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      all.addInput(
          "^"
              + add(
                  node(
                          variable.name() + "/assign",
                          "AssignVariableOp",
                          variable.name() + "/handle",
                          RESTORE + "/tensors:" + i)
                      .putAttr("dtype", GraphAttributes.type(variable.type()))));
    }
    add(all);
    return SaverDef.newBuilder()
        .setFilenameTensorName(SAVER_FILENAME + ":0")
        .setSaveTensorName(SAVER_FILENAME + ":0")
        .setRestoreOpName(RESTORE)
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  GraphDef graph() {
    return graph.build();
  }

  /** Sets the attributes that place an operator's windows. */
  static NodeDef.Builder putWindows(NodeDef.Builder node, WindowGeometry windows) {
    WindowGeometry.Padding padding = windows.padding();
    boolean explicit = !padding.equals(WindowGeometry.Padding.NONE);
    node.putAttr("strides", GraphAttributes.ints(1, windows.strides()[0], windows.strides()[1], 1))
        .putAttr("padding", GraphAttributes.text(explicit ? "EXPLICIT" : "VALID"))
        .putAttr("data_format", GraphAttributes.text("NHWC"));
    long[] rows = {0, 0, padding.top(), padding.bottom(), padding.left(), padding.right(), 0, 0};
    return node.putAttr("explicit_paddings", GraphAttributes.ints(explicit ? rows : new long[0]));
  }

  static NodeDef.Builder putDilations(NodeDef.Builder node, WindowGeometry windows) {
    int[] dilations = windows.dilations();
    return node.putAttr("dilations", GraphAttributes.ints(1, dilations[0], dilations[1], 1));
  }
}
