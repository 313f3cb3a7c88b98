package io.labelstream.tools.compiler;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** What a graph's nodes and tensors are, in words for people. */
final class NodeTexts {

  private NodeTexts() {}

  /** TensorFlow's operator, and in brackets what is fused into it. */
  static String operator(NodeDef node) {
    List<String> fused = fused(node);
    return fused.isEmpty() ? node.getOp() : node.getOp() + " (" + String.join(", ", fused) + ")";
  }

  /** What is fused into a node, in the order in which it is computed. */
  static List<String> fused(NodeDef node) {
    return node.containsAttr("fused_ops")
        ? node.getAttrOrThrow("fused_ops").getList().getSList().stream()
            .map(text -> text.toStringUtf8())
            .toList()
        : List.of();
  }

  static String precision(NodeDef node) {
    DataType type =
        switch (node.getOp()) {
          case "_FusedQuantizedConv2D", "_FusedQuantizedDepthwiseConv2D" ->
              node.getAttrOrThrow("out_type").getType();
          case "Dequantize" -> DataType.DT_FLOAT;
          case "Cast" -> node.getAttrOrThrow("DstT").getType();
          case "Bitcast" -> node.getAttrOrThrow("type").getType();
          case "GatherV2" -> node.getAttrOrThrow("Tparams").getType();
          default -> node.getAttrOrThrow("T").getType();
        };
    return type == DataType.DT_FLOAT
        ? "float32"
        : type.name().substring("DT_".length()).toLowerCase(Locale.ROOT);
  }

  static List<String> describe(Map<String, TensorInfo> tensors) {
    return tensors.entrySet().stream()
        .map(entry -> entry.getKey() + " float32 " + describe(entry.getValue().getTensorShape()))
        .sorted()
        .toList();
  }

  static String describe(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .map(dim -> dim.getSize() < 0 ? "?" : Long.toString(dim.getSize()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
