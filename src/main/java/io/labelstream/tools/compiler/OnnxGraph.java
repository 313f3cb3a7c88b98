package io.labelstream.tools.compiler;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.Map;

/** Writes an ONNX graph node by node, a {@code ModelProto} of onnx.proto with its field numbers. */
final class OnnxGraph {

  /** The domain of the operators that ONNX Runtime has beside ONNX's own. */
  static final String MICROSOFT = "com.microsoft";

  /** The name under which DJL finds it. */
  static final String FILE = "model.onnx";

  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  private static final int MODEL_IR_VERSION = 1;
  private static final int MODEL_PRODUCER = 2;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPERATOR_SET = 8;
  private static final int OPERATOR_SET_DOMAIN = 1;
  private static final int OPERATOR_SET_VERSION = 2;

  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_NAME = 2;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;

  private static final int TENSOR_DIMENSION = 1;
  private static final int TENSOR_TYPE = 2;
  private static final int TENSOR_NAME = 8;
  private static final int TENSOR_BYTES = 9;

  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TYPE_ELEMENT = 1;
  private static final int TYPE_SHAPE = 2;
  private static final int SHAPE_DIMENSION = 1;
  private static final int DIMENSION_VALUE = 1;
  private static final int DIMENSION_NAME = 2;

  private final ProtobufMessage graph = new ProtobufMessage().text(GRAPH_NAME, "labelstream");

  /** Writes a node and returns the name of its output. */
  String add(OnnxNode node) {
    graph.bytes(GRAPH_NODE, node.encoded());
    return node.name();
  }

  /** Writes values that never change and returns their name. */
  String constant(String name, OnnxType type, int[] shape, ByteBuffer values) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (int dimension : shape) {
      tensor.number(TENSOR_DIMENSION, dimension);
    }
    graph.message(
        GRAPH_INITIALIZER,
        tensor
            .number(TENSOR_TYPE, type.number())
            .text(TENSOR_NAME, name)
            .bytes(TENSOR_BYTES, UnsafeByteOperations.unsafeWrap(values)));
    return name;
  }

  String constant(String name, float[] values) {
    return constant(name, OnnxType.FLOAT, new int[] {values.length}, Tensors.bytes(values));
  }

  String constant(String name, float value) {
    return constant(name, OnnxType.FLOAT, new int[0], Tensors.bytes(value));
  }

  String integers(String name, long... values) {
    return constant(name, OnnxType.INT64, new int[] {values.length}, Tensors.bytes(values));
  }

  /**
   * Declares what is fed.
   *
   * @param shape without the batch dimension, as is that of an output
   */
  void input(String name, int... shape) {
    graph.message(GRAPH_INPUT, batched(name, shape));
  }

  void output(String name, int... shape) {
    graph.message(GRAPH_OUTPUT, batched(name, shape));
  }

  /** Serialises the graph; the same graph gives the same bytes. */
  ModelFiles files() {
    ByteString model =
        new ProtobufMessage()
            .number(MODEL_IR_VERSION, IR_VERSION)
            .text(MODEL_PRODUCER, "labelstream")
            .message(MODEL_GRAPH, graph)
            .message(MODEL_OPERATOR_SET, operatorSet("", OPERATOR_SET))
            .message(MODEL_OPERATOR_SET, operatorSet(MICROSOFT, 1))
            .encoded();
    return new ModelFiles(Map.of(FILE, model.toByteArray()));
  }

  private static ProtobufMessage operatorSet(String domain, int version) {
    return new ProtobufMessage()
        .text(OPERATOR_SET_DOMAIN, domain)
        .number(OPERATOR_SET_VERSION, version);
  }

  /** Floats behind a batch dimension of any size. */
  private static ProtobufMessage batched(String name, int... shape) {
    ProtobufMessage dimensions =
        new ProtobufMessage()
            .message(SHAPE_DIMENSION, new ProtobufMessage().text(DIMENSION_NAME, "batch"));
    for (int dimension : shape) {
      dimensions.message(SHAPE_DIMENSION, new ProtobufMessage().number(DIMENSION_VALUE, dimension));
    }
    ProtobufMessage tensor =
        new ProtobufMessage()
            .number(TYPE_ELEMENT, OnnxType.FLOAT.number())
            .message(TYPE_SHAPE, dimensions);
    return new ProtobufMessage()
        .text(VALUE_NAME, name)
        .message(VALUE_TYPE, new ProtobufMessage().message(TYPE_TENSOR, tensor));
  }
}
