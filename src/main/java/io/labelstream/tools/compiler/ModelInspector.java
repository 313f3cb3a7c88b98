package io.labelstream.tools.compiler;

import com.google.protobuf.CodedInputStream;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorShapeProto;

public final class ModelInspector {

  /** Operators that store and load; all others compute. */
  private static final Set<String> STORAGE =
      Set.of(
          "Const",
          "Placeholder",
          "VarHandleOp",
          "ReadVariableOp",
          "AssignVariableOp",
          "RestoreV2",
          "NoOp");

  /**
   * The contents of a SavedModel.
   *
   * @param inputs the signature's inputs, as {@code name float32 [?, 224, 224, 3]}
   * @param outputs the signature's outputs, likewise
   * @param layers the nodes that compute, in the graph's order
   */
  public record Contents(
      ModelManifest manifest, List<String> inputs, List<String> outputs, List<Layer> layers) {

    public long parameters() {
      return layers.stream().mapToLong(Layer::parameters).sum();
    }
  }

  /**
   * One node that computes.
   *
   * @param operator TensorFlow's, and in brackets what is fused into it
   * @param precision the type of its output, such as {@code float32} or {@code quint8}
   * @param range the range of an output in eight bits, as {@code 0 … 12.3}, or empty
   * @param shape the shape of its output, as {@code [?, 112, 112, 64]}, or empty
   * @param kernel the shape of its weights, as {@code 7×7×3×64}, or empty
   * @param parameters the weights that it takes, without the scales of eight bits
   */
  public record Layer(
      String name,
      String operator,
      String precision,
      String range,
      String shape,
      String kernel,
      long parameters) {}

  private final Map<String, NodeDef> nodes;

  private ModelInspector(Map<String, NodeDef> nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a compiled model.
   *
   * @throws IOException if there is none or it cannot be read
   */
  public static Contents inspect(Path directory) throws IOException {
    ModelManifest manifest = ModelManifest.read(directory);
    MetaGraphDef graph = readGraph(directory.resolve(SavedModelFiles.GRAPH));
    List<NodeDef> all = graph.getGraphDef().getNodeList();
    ModelInspector inspector =
        new ModelInspector(all.stream().collect(Collectors.toMap(NodeDef::getName, node -> node)));
    List<Layer> layers = new ArrayList<>();
    for (NodeDef node : all) {
      if (!STORAGE.contains(node.getOp())) {
        layers.add(inspector.layer(node));
      }
    }
    var signature = graph.getSignatureDefOrThrow("serving_default");
    return new Contents(
        manifest,
        NodeTexts.describe(signature.getInputsMap()),
        NodeTexts.describe(signature.getOutputsMap()),
        layers);
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

  private Layer layer(NodeDef node) {
    String kernel = "";
    long parameters = 0;
    for (String input : node.getInputList()) {
      List<Long> sizes =
          weights(input)
              .map(shape -> shape.getDimList().stream().map(dim -> dim.getSize()).toList())
              .orElse(List.of());
      if (!sizes.isEmpty()) {
        parameters += sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
      }
      if (sizes.size() > 1) {
        kernel = sizes.stream().map(size -> Long.toString(size)).collect(Collectors.joining("×"));
      }
    }
    // A step within an operation has none.
    String shape =
        node.containsAttr(GraphWriter.OUTPUT_SHAPES)
            ? NodeTexts.describe(
                node.getAttrOrThrow(GraphWriter.OUTPUT_SHAPES).getList().getShape(0))
            : "";
    return new Layer(
        node.getName(),
        NodeTexts.operator(node),
        NodeTexts.precision(node),
        range(node),
        shape,
        kernel,
        parameters);
  }

  /** The shape of an input that is a kernel or a bias; empty for other inputs. */
  private Optional<TensorShapeProto> weights(String input) {
    NodeDef node = nodes.get(input);
    if (node == null) {
      return Optional.empty();
    }
    if (node.getOp().equals("ReadVariableOp")) {
      return Optional.ofNullable(nodes.get(node.getInput(0)))
          .map(handle -> handle.getAttrOrThrow("shape").getShape());
    }
    return node.getOp().equals("Const") && input.endsWith("/bias")
        ? Optional.of(node.getAttrOrThrow("value").getTensor().getTensorShape())
        : Optional.empty();
  }

  private String range(NodeDef node) {
    if (!NodeTexts.fused(node).contains("Requantize")) {
      return "";
    }
    int inputs = node.getInputCount();
    return value(node.getInput(inputs - 2)) + " … " + value(node.getInput(inputs - 1));
  }

  private String value(String constant) {
    NodeDef node = nodes.get(constant);
    return node == null
        ? "?"
        : String.format(
            Locale.ROOT,
            "%.4g",
            node.getAttrOrThrow("value")
                .getTensor()
                .getTensorContent()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .getFloat());
  }
}
