package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.FloatOperation.Crop;
import io.labelstream.tools.compiler.FloatOperation.Resize;
import io.labelstream.tools.compiler.FloatOperation.ZeroPadding;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.function.Function;

/** The operations that give an image another height and width, in ONNX. */
final class OnnxImageSizeGraph {

  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  private final OnnxGraph graph;
  private final Function<Operation, String> values;

  /**
   * @param values gives the tensor that has an operation's output in float32
   */
  OnnxImageSizeGraph(OnnxGraph graph, Function<Operation, String> values) {
    this.graph = graph;
    this.values = values;
  }

  void write(ZeroPadding padding) {
    Padding sides = padding.padding();
    String name = padding.name();
    String pads =
        graph.integers(
            name + "/pads", 0, 0, sides.top(), sides.left(), 0, 0, sides.bottom(), sides.right());
    String padded =
        graph.add(OnnxNode.of(name + "/padded", "Pad", values.apply(padding.input()), pads));
    // ONNX Runtime would make the zeros a pooling's own padding, which does not count there.
    String least = graph.constant(name + "/least", -Float.MAX_VALUE);
    graph.add(OnnxNode.of(name, "Max", padded, least));
  }

  void write(Crop crop) {
    String name = crop.name();
    int top = crop.edges().top();
    int left = crop.edges().left();
    int[] shape = crop.shape();
    graph.add(
        OnnxNode.of(
            name,
            "Slice",
            values.apply(crop.input()),
            graph.integers(name + "/starts", top, left),
            graph.integers(name + "/ends", top + shape[0], left + shape[1]),
            graph.integers(name + "/axes", ROWS, COLUMNS)));
  }

  void write(Resize resize) {
    switch (resize.interpolation()) {
      case BILINEAR -> interpolate(resize);
      case NEAREST -> pick(resize);
    }
  }

  private void interpolate(Resize resize) {
    String name = resize.name();
    int[] shape = resize.shape();
    String input = values.apply(resize.input());
    String kept = graph.add(OnnxNode.of(name + "/kept", "Shape", input).number("end", ROWS));
    String resized = graph.integers(name + "/resized", shape[0], shape[1]);
    String sizes =
        graph.add(OnnxNode.of(name + "/sizes", "Concat", kept, resized).number("axis", 0));
    // The second input and the third are for what is given by other means here.
    graph.add(
        OnnxNode.of(name, "Resize", input, "", "", sizes)
            .text("mode", "linear")
            .text("coordinate_transformation_mode", "half_pixel"));
  }

  /**
   * Where the centre of a pixel falls between two others, rounding decides, and ONNX Runtime's is
   * not TensorFlow's: so rows and columns are named.
   */
  private void pick(Resize resize) {
    String name = resize.name();
    int[] from = resize.input().shape();
    int[] to = resize.shape();
    String fromRows = graph.integers(name + "/from_rows", nearest(from[0], to[0]));
    String fromColumns = graph.integers(name + "/from_columns", nearest(from[1], to[1]));
    String rows = gather(name + "/rows", values.apply(resize.input()), fromRows, ROWS);
    var unused = gather(name, rows, fromColumns, COLUMNS);
  }

  private String gather(String name, String image, String positions, int axis) {
    return graph.add(OnnxNode.of(name, "Gather", image, positions).number("axis", axis));
  }

  /** Positions as TensorFlow has them, in its own precision. */
  private static long[] nearest(int from, int to) {
    float step = (float) from / to;
    long[] positions = new long[to];
    for (int i = 0; i < to; i++) {
      positions[i] = Math.min((long) Math.floor((i + 0.5f) * step), from - 1L);
    }
    return positions;
  }
}
