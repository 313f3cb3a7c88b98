package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.MaxPool;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Zeros around an image in eight bits, whose channels are padded eight at a time as if they were
 * integers of 64 bits: TensorFlow has no fast way to pad single bytes.
 */
final class BytePadding {

  private static final int GROUP = Long.BYTES;
  private static final AttrValue BYTE = GraphAttributes.type(DataType.DT_QUINT8);
  private static final AttrValue LONG = GraphAttributes.type(DataType.DT_INT64);

  private BytePadding() {}

  /**
   * Writes the padding that a pooling asks for and returns its name.
   *
   * @param input the pooling's input, unsigned: bits of 0 are the least value that it can have,
   *     with a ReLU before it or shifted, so that none is larger than its neighbours; its channels
   *     are a multiple of eight
   */
  static String write(GraphWriter graph, MaxPool pool, String input) {
    WindowGeometry.Padding padding = pool.windows().padding();
    int[] in = pool.input().shape();
    int height = in[0] + padding.top() + padding.bottom();
    int width = in[1] + padding.left() + padding.right();
    int groups = in[2] / GROUP;
    String name = pool.name() + "/pad";
    String grouped = reshape(graph, name + "/grouped", input, in[0], in[1], groups, GROUP);
    String integers =
        graph.add(
            GraphWriter.node(name + "/integers", "Bitcast", grouped)
                .putAttr("T", BYTE)
                .putAttr("type", LONG),
            in[0],
            in[1],
            groups);
    int[] paddings = {0, 0, padding.top(), padding.bottom(), padding.left(), padding.right(), 0, 0};
    String constant = graph.constant(name + "/paddings", new int[] {4, 2}, paddings);
    graph.add(
        GraphWriter.node(name, "Pad", integers, constant)
            .putAttr("T", LONG)
            .putAttr("Tpaddings", GraphAttributes.type(DataType.DT_INT32)),
        height,
        width,
        groups);
    String bytes =
        graph.add(
            GraphWriter.node(name + "/bytes", "Bitcast", name)
                .putAttr("T", LONG)
                .putAttr("type", BYTE),
            height,
            width,
            groups,
            GROUP);
    return reshape(graph, name + "/padded", bytes, height, width, in[2]);
  }

  private static String reshape(GraphWriter graph, String name, String input, int... shape) {
    return graph.add(graph.reshape(name, input, DataType.DT_QUINT8, shape), shape);
  }
}
