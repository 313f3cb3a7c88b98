package io.labelstream.tools.compiler;

import com.google.protobuf.ByteString;
import java.util.List;

/** A node that is being written, a {@code NodeProto} of onnx.proto with its field numbers. */
final class OnnxNode {

  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int NAME = 3;
  private static final int OPERATOR = 4;
  private static final int ATTRIBUTE = 5;
  private static final int DOMAIN = 7;

  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_INT = 3;
  private static final int ATTRIBUTE_STRING = 4;
  private static final int ATTRIBUTE_INTS = 8;
  private static final int ATTRIBUTE_TYPE = 20;
  private static final int TYPE_INT = 2;
  private static final int TYPE_STRING = 3;
  private static final int TYPE_INTS = 7;

  private final ProtobufMessage message;
  private final String name;

  private OnnxNode(ProtobufMessage message, String name) {
    this.message = message;
    this.name = name;
  }

  /** Makes a node of one output, which has the node's name. */
  static OnnxNode of(String name, String operator, List<String> inputs) {
    ProtobufMessage message = new ProtobufMessage();
    inputs.forEach(input -> message.text(INPUT, input));
    return new OnnxNode(message.text(OUTPUT, name).text(NAME, name).text(OPERATOR, operator), name);
  }

  static OnnxNode of(String name, String operator, String... inputs) {
    return of(name, operator, List.of(inputs));
  }

  OnnxNode domain(String domain) {
    message.text(DOMAIN, domain);
    return this;
  }

  OnnxNode text(String attribute, String value) {
    message.message(
        ATTRIBUTE,
        new ProtobufMessage()
            .text(ATTRIBUTE_NAME, attribute)
            .text(ATTRIBUTE_STRING, value)
            .number(ATTRIBUTE_TYPE, TYPE_STRING));
    return this;
  }

  OnnxNode number(String attribute, long value) {
    message.message(
        ATTRIBUTE,
        new ProtobufMessage()
            .text(ATTRIBUTE_NAME, attribute)
            .number(ATTRIBUTE_INT, value)
            .number(ATTRIBUTE_TYPE, TYPE_INT));
    return this;
  }

  OnnxNode numbers(String attribute, int... values) {
    ProtobufMessage numbers = new ProtobufMessage().text(ATTRIBUTE_NAME, attribute);
    for (int value : values) {
      numbers.number(ATTRIBUTE_INTS, value);
    }
    message.message(ATTRIBUTE, numbers.number(ATTRIBUTE_TYPE, TYPE_INTS));
    return this;
  }

  OnnxNode windows(WindowGeometry windows) {
    return size(windows).numbers("dilations", windows.dilations()).padding(windows);
  }

  /** For operators that know no dilations. */
  OnnxNode undilatedWindows(WindowGeometry windows) {
    return size(windows).padding(windows);
  }

  private OnnxNode size(WindowGeometry windows) {
    return numbers("kernel_shape", windows.height(), windows.width())
        .numbers("strides", windows.strides());
  }

  private OnnxNode padding(WindowGeometry windows) {
    WindowGeometry.Padding padding = windows.padding();
    return numbers("pads", padding.top(), padding.left(), padding.bottom(), padding.right());
  }

  String name() {
    return name;
  }

  ByteString encoded() {
    return message.encoded();
  }
}
