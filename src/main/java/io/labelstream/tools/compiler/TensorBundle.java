package io.labelstream.tools.compiler;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.VersionDef;

/**
 * Variables in TensorFlow's checkpoint format: the values one after the other in one file, and an
 * index of them, which is a sorted table as LevelDB has it (tensorflow/core/util/tensor_bundle,
 * tensorflow/core/lib/io/table_format.txt). Otherwise only TensorFlow's native code could write it,
 * which a build does not need.
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record TensorBundle(byte[] index, byte[] data) {

  private static final long TABLE_MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER_SIZE = 48;

  /** The format masks checksums with this, so that a checksum of checksums is not trivial. */
  private static final int CHECKSUM_MASK = 0xa282ead8;

  static TensorBundle of(List<Variable> variables) {
    int size = variables.stream().mapToInt(variable -> variable.content().capacity()).sum();
    ByteBuffer data = ByteBuffer.allocate(size);
    Map<String, MessageLite> entries = new TreeMap<>();
    entries.put(
        "",
        BundleHeaderProto.newBuilder()
            .setNumShards(1)
            .setVersion(VersionDef.newBuilder().setProducer(1))
            .build());
    for (Variable variable : variables) {
      byte[] bytes = variable.content().array();
      entries.put(
          variable.name(),
          BundleEntryProto.newBuilder()
              .setDtype(variable.type())
              .setShape(GraphAttributes.shape(variable.shape()))
              .setOffset(data.position())
              .setSize(bytes.length)
              .setCrc32C(checksum(bytes))
              .build());
      data.put(bytes);
    }
    return new TensorBundle(table(entries), data.array());
  }

  /** A table has one block of entries, an empty one of metadata, one of the index, and a footer. */
  private static byte[] table(Map<String, MessageLite> entries) {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    Block values = new Block();
    String last = "";
    for (Map.Entry<String, MessageLite> entry : entries.entrySet()) {
      values.add(entry.getKey(), entry.getValue().toByteArray());
      last = entry.getKey();
    }
    byte[] valuesHandle = values.writeTo(table);
    byte[] metadataHandle = new Block().writeTo(table);
    Block index = new Block();
    index.add(last, valuesHandle);
    byte[] indexHandle = index.writeTo(table);
    ByteBuffer footer = ByteBuffer.allocate(FOOTER_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(metadataHandle).put(indexHandle);
    footer.putLong(FOOTER_SIZE - Long.BYTES, TABLE_MAGIC);
    table.writeBytes(footer.array());
    return table.toByteArray();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), 15) + CHECKSUM_MASK;
  }

  /** Entries in the order of their keys, none of which shares its beginning with another's. */
  private static final class Block {

    private static final byte UNCOMPRESSED = 0;

    private final ByteString.Output entries = ByteString.newOutput();
    private final ByteString.Output restarts = ByteString.newOutput();
    private int count;

    void add(String key, byte[] value) {
      ByteString name = ByteString.copyFromUtf8(key);
      restart();
      write(
          entries,
          out -> {
            out.writeUInt32NoTag(0);
            out.writeUInt32NoTag(name.size());
            out.writeUInt32NoTag(value.length);
            out.writeRawBytes(name);
            out.writeRawBytes(value);
          });
    }

    private void restart() {
      int position = entries.size();
      write(restarts, out -> out.writeFixed32NoTag(position));
      count++;
    }

    /** Appends the block and returns its handle: offset and size. */
    byte[] writeTo(ByteArrayOutputStream table) {
      if (count == 0) {
        restart();
      }
      write(restarts, out -> out.writeFixed32NoTag(count));
      byte[] content = entries.toByteString().concat(restarts.toByteString()).toByteArray();
      int offset = table.size();
      byte[] typed = Arrays.copyOf(content, content.length + 1);
      typed[content.length] = UNCOMPRESSED;
      table.writeBytes(typed);
      ByteString.Output trailer = ByteString.newOutput();
      write(trailer, out -> out.writeFixed32NoTag(checksum(typed)));
      table.writeBytes(trailer.toByteString().toByteArray());
      ByteString.Output handle = ByteString.newOutput();
      write(
          handle,
          out -> {
            out.writeUInt64NoTag(offset);
            out.writeUInt64NoTag(content.length);
          });
      return handle.toByteString().toByteArray();
    }

    private interface Writes {
      void to(CodedOutputStream out) throws IOException;
    }

    private static void write(ByteString.Output target, Writes writes) {
      try {
        CodedOutputStream out = CodedOutputStream.newInstance(target);
        writes.to(out);
        out.flush();
      } catch (IOException e) {
        throw new IllegalStateException("memory takes every byte", e);
      }
    }
  }
}
