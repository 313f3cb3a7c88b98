package io.labelstream.tools.compiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * A large product of two matrices as a model, which shows what a processor reaches at best, for a
 * network to be compared with. Its input is an image of one pixel, which it ignores; its output is
 * one number of the product.
 */
public final class MatrixMultiplication {

  /** Rows and columns of each matrix. */
  public static final int SIZE = 2048;

  /** Multiplications and additions of one run, each counted. */
  public static final long FLOATING_POINT_OPERATIONS = 2L * SIZE * SIZE * SIZE;

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);

  private MatrixMultiplication() {}

  public static void write(Path directory) throws IOException {
    GraphWriter graph = new GraphWriter();
    Network.Input input = new Network.Input("image", new int[] {1, 1, 3});
    new FloatGraph(graph).write(input);
    Random random = new Random(1);
    String product =
        graph.add(
            GraphWriter.node(
                    "product",
                    "MatMul",
                    matrix(graph, "left", random),
                    matrix(graph, "right", random))
                .putAttr("T", FLOAT));
    String begin = graph.constant("begin", new int[] {2}, 0, 0);
    String size = graph.constant("size", new int[] {2}, 1, 1);
    graph.add(
        GraphWriter.node("corner", "Slice", product, begin, size)
            .putAttr("T", FLOAT)
            .putAttr("Index", GraphAttributes.type(DataType.DT_INT32)));
    SavedModelFiles.of(graph, input, "corner", "corner", 1).write(directory);
  }

  private static String matrix(GraphWriter graph, String name, Random random) {
    ByteBuffer values =
        ByteBuffer.allocate(SIZE * SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      values.putFloat(random.nextFloat() - 0.5f);
    }
    return graph.variable(name, DataType.DT_FLOAT, new int[] {SIZE, SIZE}, values);
  }
}
