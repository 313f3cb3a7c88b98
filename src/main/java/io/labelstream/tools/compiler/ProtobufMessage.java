package io.labelstream.tools.compiler;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A message that is written field by field, each under its number, for formats that have no
 * generated classes here. A field that is written again is a repeated one.
 */
final class ProtobufMessage {

  private final List<ByteString> fields = new ArrayList<>();

  private interface Encoding {

    void writeTo(CodedOutputStream output) throws IOException;
  }

  ProtobufMessage number(int field, long value) {
    fields.add(encoded(output -> output.writeInt64(field, value)));
    return this;
  }

  ProtobufMessage text(int field, String value) {
    fields.add(encoded(output -> output.writeString(field, value)));
    return this;
  }

  ProtobufMessage bytes(int field, ByteString value) {
    fields.add(
        encoded(
            output -> {
              output.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
              output.writeUInt32NoTag(value.size());
            }));
    fields.add(value);
    return this;
  }

  ProtobufMessage message(int field, ProtobufMessage value) {
    return bytes(field, value.encoded());
  }

  /** The whole message; long values in it are not copied. */
  ByteString encoded() {
    return ByteString.copyFrom(fields);
  }

  private static ByteString encoded(Encoding encoding) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    try {
      encoding.writeTo(output);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }
}
