package io.labelstream.model;

import com.google.protobuf.CodedInputStream;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Looks into a compiled model. */
public final class ModelInspector {

  /**
   * What is in a SavedModel.
   *
   * @param inputs the signature's inputs, as {@code name float32 [?, 224, 224, 3]}
   * @param outputs the signature's outputs, likewise
   * @param layers the nodes that compute, in the graph's order
   */
  public record Contents(
      ModelManifest manifest, List<String> inputs, List<String> outputs, List<Layer> layers) {

    /** The number of weights. */
    public long parameters() {
      return layers.stream().mapToLong(Layer::parameters).sum();
    }
  }

  /**
   * One node that computes.
   *
   * @param shape of its output, as {@code [?, 112, 112, 64]}
   * @param kernel of its weights, as {@code 7×7×3×64}, or empty
   * @param parameters the weights that it takes
   */
  public record Layer(String name, String operator, String shape, String kernel, long parameters) {}

  /**
   * Reads a compiled model.
   *
   * @throws IOException if there is none or it cannot be read
   */
  public Contents inspect(Path directory) throws IOException {
    ModelManifest manifest = ModelManifest.read(directory);
    MetaGraphDef graph = readGraph(directory.resolve(ModelManifest.SAVED_MODEL));
    Map<String, NodeDef> constants =
        graph.getGraphDef().getNodeList().stream()
            .filter(node -> node.getOp().equals("Const"))
            .collect(Collectors.toMap(NodeDef::getName, node -> node));
    List<Layer> layers = new ArrayList<>();
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      if (!node.getOp().equals("Const") && !node.getOp().equals("Placeholder")) {
        layers.add(layer(node, constants));
      }
    }
    var signature = graph.getSignatureDefOrThrow("serving_default");
    return new Contents(
        manifest, describe(signature.getInputsMap()), describe(signature.getOutputsMap()), layers);
  }

  private static MetaGraphDef readGraph(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      return SavedModel.parseFrom(coded).getMetaGraphs(0);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is missing: run 'labelstream model compile'", e);
    }
  }

  private static Layer layer(NodeDef node, Map<String, NodeDef> constants) {
    String kernel = "";
    long parameters = 0;
    for (String input : node.getInputList()) {
      NodeDef constant = constants.get(input);
      if (constant != null && !isIndex(constant)) {
        TensorShapeProto shape = constant.getAttrOrThrow("value").getTensor().getTensorShape();
        parameters +=
            shape.getDimList().stream().mapToLong(dim -> dim.getSize()).reduce(1, (a, b) -> a * b);
        kernel =
            shape.getDimList().stream()
                .map(dim -> Long.toString(dim.getSize()))
                .collect(Collectors.joining("×"));
      }
    }
    TensorShapeProto shape = node.getAttrOrThrow(GraphWriter.OUTPUT_SHAPES).getList().getShape(0);
    return new Layer(node.getName(), node.getOp(), describe(shape), kernel, parameters);
  }

  /** Paddings and axes are numbers of the graph, not weights. */
  private static boolean isIndex(NodeDef constant) {
    return constant.getAttrOrThrow("dtype").getType() != DataType.DT_FLOAT;
  }

  private static List<String> describe(Map<String, TensorInfo> tensors) {
    return tensors.entrySet().stream()
        .map(entry -> entry.getKey() + " float32 " + describe(entry.getValue().getTensorShape()))
        .sorted()
        .toList();
  }

  private static String describe(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .map(dim -> dim.getSize() < 0 ? "?" : Long.toString(dim.getSize()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
