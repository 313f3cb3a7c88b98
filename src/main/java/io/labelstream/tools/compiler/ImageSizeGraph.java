package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Crop;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.FloatOperation.ZeroPadding;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** The operations that give an image another height and width, in TensorFlow. */
final class ImageSizeGraph {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);

  private final GraphWriter graph;
  private final Function<Operation, String> values;

  /**
   * @param values gives the node that has an operation's output in float32
   */
  ImageSizeGraph(GraphWriter graph, Function<Operation, String> values) {
    this.graph = graph;
    this.values = values;
  }

  /** Writes zeros around an image and returns the node's name. */
  String pad(String name, Operation input, Padding padding) {
    int[] sides = {0, 0, padding.top(), padding.bottom(), padding.left(), padding.right(), 0, 0};
    String paddings = graph.constant(name + "/paddings", new int[] {4, 2}, sides);
    return graph.add(
        GraphWriter.node(name, "Pad", values.apply(input), paddings)
            .putAttr("T", FLOAT)
            .putAttr("Tpaddings", INT),
        new ZeroPadding(name, input, padding).shape());
  }

  void write(Crop crop) {
    String name = crop.name();
    int[] shape = crop.shape();
    String begin =
        graph.constant(
            name + "/begin", new int[] {4}, 0, crop.edges().top(), crop.edges().left(), 0);
    String size = graph.constant(name + "/size", new int[] {4}, -1, shape[0], shape[1], shape[2]);
    graph.add(
        GraphWriter.node(name, "Slice", values.apply(crop.input()), begin, size)
            .putAttr("T", FLOAT)
            .putAttr("Index", INT),
        shape);
  }

  void write(Resize resize) {
    int[] shape = resize.shape();
    String size = graph.constant(resize.name() + "/size", new int[] {2}, shape[0], shape[1]);
    graph.add(
        GraphWriter.node(
                resize.name(),
                resize.interpolation().inTensorFlow(),
                values.apply(resize.input()),
                size)
            .putAttr("T", FLOAT)
            .putAttr("align_corners", GraphAttributes.flag(false))
            .putAttr("half_pixel_centers", GraphAttributes.flag(true)),
        shape);
  }
}
