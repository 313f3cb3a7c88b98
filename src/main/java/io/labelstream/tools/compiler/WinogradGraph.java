package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.function.Function;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * A convolution in TensorFlow as {@link WinogradTile} has it: inputs are gathered by their place in
 * a tile, so that three products of matrices do the rest. Until the outputs are in their order, a
 * row of each matrix is for one place, and has all channels of all images of all tiles.
 */
final class WinogradGraph {

  private static final AttrValue FLOAT = GraphAttributes.type(DataType.DT_FLOAT);
  private static final AttrValue INT = GraphAttributes.type(DataType.DT_INT32);

  private final GraphWriter graph;
  private final ImageSizeGraph sizes;
  private final WinogradTile tile;
  private final Convolution convolution;
  private final String name;
  private final int rows;
  private final int columns;
  private final int inputChannels;
  private final int outputChannels;
  private final int inputPlaces;
  private final int outputPlaces;

  /**
   * @param values gives the node that has an operation's output in float32
   */
  WinogradGraph(
      GraphWriter graph,
      Function<Operation, String> values,
      WinogradTile tile,
      Convolution convolution) {
    this.graph = graph;
    sizes = new ImageSizeGraph(graph, values);
    this.tile = tile;
    this.convolution = convolution;
    name = convolution.name();
    int[] shape = convolution.shape();
    rows = tile.count(shape[0]);
    columns = tile.count(shape[1]);
    inputChannels = convolution.kernelShape()[2];
    outputChannels = convolution.outputChannels();
    inputPlaces = tile.inputs() * tile.inputs();
    outputPlaces = tile.outputs() * tile.outputs();
  }

  /** Writes the convolution without its bias, and returns the node's name. */
  String write() {
    String tiles = product("tiles", tile.ofInputs(), inputPlaces, gatherInputs());
    String kernel =
        graph.kernel(
            name, new int[] {inputPlaces, inputChannels, outputChannels}, tile.kernel(convolution));
    String products =
        graph.add(
            node(
                    "products",
                    "BatchMatMulV2",
                    reshape(tiles, inputPlaces, -1, inputChannels),
                    kernel)
                .putAttr("adj_x", GraphAttributes.flag(false))
                .putAttr("adj_y", GraphAttributes.flag(false)));
    String outputs =
        product("outputs", tile.ofOutputs(), outputPlaces, reshape(products, inputPlaces, -1));
    return orderOutputs(outputs);
  }

  /** Pads the image for whole tiles, and takes for each place the inputs of all tiles. */
  private String gatherInputs() {
    int[] image = convolution.input().shape();
    Padding padding = convolution.windows().padding();
    int reach = tile.inputs() - tile.outputs();
    int height = rows * tile.outputs() + reach;
    int width = columns * tile.outputs() + reach;
    Padding whole =
        new Padding(
            padding.top(),
            height - image[0] - padding.top(),
            padding.left(),
            width - image[1] - padding.left());
    String padded = sizes.pad(name + "/padded", convolution.input(), whole);
    int[] positions = new int[inputPlaces * rows * columns];
    int next = 0;
    for (int place = 0; place < inputPlaces; place++) {
      for (int each = 0; each < rows * columns; each++) {
        int row = each / columns * tile.outputs() + place / tile.inputs();
        int column = each % columns * tile.outputs() + place % tile.inputs();
        positions[next++] = row * width + column;
      }
    }
    String flat = turn(reshape(padded, -1, height * width, inputChannels));
    return reshape(gather("gathered", flat, positions), inputPlaces, -1);
  }

  /** Takes the outputs of all places in the order of the image, without those beyond its edge. */
  private String orderOutputs(String outputs) {
    int[] shape = convolution.shape();
    int[] positions = new int[shape[0] * shape[1]];
    int next = 0;
    for (int row = 0; row < shape[0]; row++) {
      for (int column = 0; column < shape[1]; column++) {
        int place = row % tile.outputs() * tile.outputs() + column % tile.outputs();
        int each = row / tile.outputs() * columns + column / tile.outputs();
        positions[next++] = place * rows * columns + each;
      }
    }
    int all = outputPlaces * rows * columns;
    String ordered = turn(gather("ordered", reshape(outputs, all, -1, outputChannels), positions));
    return reshape(ordered, -1, shape[0], shape[1], shape[2]);
  }

  private String product(String step, float[] matrix, int height, String input) {
    String left = graph.constant(name + "/" + step + "/matrix", matrix, height);
    return graph.add(node(step, "MatMul", left, input));
  }

  private String gather(String step, String input, int[] positions) {
    String indices =
        graph.constant(name + "/" + step + "/positions", new int[] {positions.length}, positions);
    String axis = graph.constant(name + "/" + step + "/axis", new int[0], 0);
    return graph.add(
        GraphWriter.node(name + "/" + step, "GatherV2", input, indices, axis)
            .putAttr("Tparams", FLOAT)
            .putAttr("Tindices", INT)
            .putAttr("Taxis", INT));
  }

  /** Positions before images, or the other way round; a single image is not moved by it. */
  private String turn(String input) {
    String order = graph.constant(input + "/order", new int[] {3}, 1, 0, 2);
    return graph.add(
        GraphWriter.node(input + "/turned", "Transpose", input, order)
            .putAttr("T", FLOAT)
            .putAttr("Tperm", INT));
  }

  private String reshape(String input, int... shape) {
    String constant = graph.constant(input + "/shape", new int[] {shape.length}, shape);
    return graph.add(
        GraphWriter.node(input + "/reshaped", "Reshape", input, constant)
            .putAttr("T", FLOAT)
            .putAttr("Tshape", INT));
  }

  private NodeDef.Builder node(String step, String operator, String... inputs) {
    return GraphWriter.node(name + "/" + step, operator, inputs).putAttr("T", FLOAT);
  }
}
