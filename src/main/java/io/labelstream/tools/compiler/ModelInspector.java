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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Looks into a compiled model. */
public final class ModelInspector {

  /** What stores and loads, in contrast to what computes. */
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
   * @param operator TensorFlow's, and in brackets what is fused into it
   * @param precision of its output, such as {@code float32} or {@code quint8}
   * @param range of an output in eight bits, as {@code 0 … 12.3}, or empty
   * @param shape of its output, as {@code [?, 112, 112, 64]}
   * @param kernel of its weights, as {@code 7×7×3×64}, or empty
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

  private Layer layer(NodeDef node) {
    String kernel = "";
    long parameters = 0;
    for (String input : node.getInputList()) {
      TensorShapeProto shape = weights(input);
      if (shape != null) {
        parameters +=
            shape.getDimList().stream().mapToLong(dim -> dim.getSize()).reduce(1, (a, b) -> a * b);
        if (shape.getDimCount() > 1) {
          kernel =
              shape.getDimList().stream()
                  .map(dim -> Long.toString(dim.getSize()))
                  .collect(Collectors.joining("×"));
        }
      }
    }
    TensorShapeProto shape = node.getAttrOrThrow(GraphWriter.OUTPUT_SHAPES).getList().getShape(0);
    return new Layer(
        node.getName(),
        operator(node),
        precision(node),
        range(node),
        describe(shape),
        kernel,
        parameters);
  }

  /** The shape of a kernel or a bias, which end in its name; other inputs are none. */
  private @Nullable TensorShapeProto weights(String input) {
    NodeDef node = nodes.get(input);
    if (node == null) {
      return null;
    }
    if (node.getOp().equals("ReadVariableOp")) {
      NodeDef handle = nodes.get(node.getInput(0));
      return handle == null ? null : handle.getAttrOrThrow("shape").getShape();
    }
    return node.getOp().equals("Const") && input.endsWith("/bias")
        ? node.getAttrOrThrow("value").getTensor().getTensorShape()
        : null;
  }

  private static String operator(NodeDef node) {
    List<String> fused =
        node.containsAttr("fused_ops")
            ? node.getAttrOrThrow("fused_ops").getList().getSList().stream()
                .map(text -> text.toStringUtf8())
                .toList()
            : List.of();
    return fused.isEmpty() ? node.getOp() : node.getOp() + " (" + String.join(", ", fused) + ")";
  }

  private static String precision(NodeDef node) {
    DataType type =
        switch (node.getOp()) {
          case "_FusedQuantizedConv2D" -> node.getAttrOrThrow("out_type").getType();
          case "Dequantize" -> DataType.DT_FLOAT;
          case "Bitcast" -> node.getAttrOrThrow("type").getType();
          default -> node.getAttrOrThrow("T").getType();
        };
    return type == DataType.DT_FLOAT
        ? "float32"
        : type.name().substring("DT_".length()).toLowerCase(Locale.ROOT);
  }

  private String range(NodeDef node) {
    if (!node.getOp().equals("_FusedQuantizedConv2D")) {
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
