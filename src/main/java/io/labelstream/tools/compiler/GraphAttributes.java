package io.labelstream.tools.compiler;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** TensorFlow's messages for the attributes of a node. */
final class GraphAttributes {

  private GraphAttributes() {}

  /** A shape behind a batch dimension of any size. */
  static TensorShapeProto batched(int... shape) {
    TensorShapeProto.Builder batched = TensorShapeProto.newBuilder();
    batched.addDimBuilder().setSize(-1);
    return batched.mergeFrom(shape(shape)).build();
  }

  static TensorShapeProto shape(int... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : sizes) {
      shape.addDimBuilder().setSize(size);
    }
    return shape.build();
  }

  static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  static AttrValue types(List<DataType> types) {
    return list(AttrValue.ListValue.newBuilder().addAllType(types));
  }

  static AttrValue flag(boolean flag) {
    return AttrValue.newBuilder().setB(flag).build();
  }

  static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  static AttrValue texts(List<String> texts) {
    return list(
        AttrValue.ListValue.newBuilder()
            .addAllS(texts.stream().map(ByteString::copyFromUtf8).toList()));
  }

  static AttrValue number(long number) {
    return AttrValue.newBuilder().setI(number).build();
  }

  static AttrValue ints(long... values) {
    return list(AttrValue.ListValue.newBuilder().addAllI(Arrays.stream(values).boxed().toList()));
  }

  private static AttrValue list(AttrValue.ListValue.Builder list) {
    return AttrValue.newBuilder().setList(list).build();
  }
}
