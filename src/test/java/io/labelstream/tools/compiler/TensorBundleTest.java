package io.labelstream.tools.compiler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;

/** Both what TensorFlow reads and what its documents say of the format. */
class TensorBundleTest {

  private static final float[] FLOATS = {1.5f, -2, 3e-9f, 4e9f};

  /** Its bytes are 7, −8 and 127. */
  private static final ByteBuffer BYTES = ByteBuffer.wrap(new byte[] {7, -8, 127});

  private static final int FOOTER = 48;

  @TempDir private Path directory;

  @Test
  void isReadByTensorFlow() throws IOException {
    GraphWriter graph = graph();
    assertThat(SavedModelRun.run(directory, graph, "both", 7))
        .containsExactly(1.5f, -2, 3e-9f, 4e9f, 7, -8, 127);
  }

  @ParameterizedTest
  @ValueSource(strings = {"variables.index", "variables.data-00000-of-00001"})
  void isRefusedByTensorFlowOnceAByteHasChanged(String name) throws IOException {
    SavedModelRun.write(directory, graph(), "both", 7);
    Path file = directory.resolve("variables").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[4] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> SavedModelRun.run(directory, 7))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("TensorFlow cannot load " + directory + ": ")
        .hasMessageContaining(directory.resolve("variables/variables").toString())
        .hasMessageContaining("hecksum")
        .hasMessageNotContaining("\n");
  }

  @Test
  void putsTheValuesInTheOrderOfTheVariablesAndTheIndexInThatOfTheirNames() throws IOException {
    TensorBundle bundle = TensorBundle.of(graph().variables());
    assertThat(bundle.data())
        .isEqualTo(
            ByteBuffer.allocate(19).put(Tensors.bytes(FLOATS)).put(BYTES.duplicate()).array());

    Map<String, byte[]> entries = entries(bundle.index());
    assertThat(entries.keySet()).containsExactly("", "a", "b");
    BundleHeaderProto header = BundleHeaderProto.parseFrom(entries.get(""));
    assertThat(header.getNumShards()).isEqualTo(1);
    assertThat(header.getEndianness()).isEqualTo(BundleHeaderProto.Endianness.LITTLE);

    BundleEntryProto floats = BundleEntryProto.parseFrom(entries.get("b"));
    assertThat(floats.getDtype()).isEqualTo(DataType.DT_FLOAT);
    assertThat(floats.getShape()).isEqualTo(GraphAttributes.shape(4));
    assertThat(floats.getOffset()).isZero();
    assertThat(floats.getSize()).isEqualTo(16);
    assertThat(unmasked(floats.getCrc32C())).isEqualTo(checksum(bundle.data(), 0, 16));

    BundleEntryProto bytes = BundleEntryProto.parseFrom(entries.get("a"));
    assertThat(bytes.getDtype()).isEqualTo(DataType.DT_QINT8);
    assertThat(bytes.getShape()).isEqualTo(GraphAttributes.shape(3));
    assertThat(bytes.getOffset()).isEqualTo(16);
    assertThat(bytes.getSize()).isEqualTo(3);
    assertThat(unmasked(bytes.getCrc32C())).isEqualTo(checksum(bundle.data(), 16, 3));
  }

  @Test
  void endsTheIndexWithAFooterOfItsOwnLength() throws IOException {
    byte[] index = TensorBundle.of(graph().variables()).index();
    byte[] magic = Arrays.copyOfRange(index, index.length - 8, index.length);
    assertThat(magic).asHexString().isEqualTo("57FB808B247547DB");

    CodedInputStream footer =
        CodedInputStream.newInstance(index, index.length - FOOTER, FOOTER - 8);
    long metadata = footer.readUInt64();
    long metadataSize = footer.readUInt64();
    long blocks = footer.readUInt64();
    long blocksSize = footer.readUInt64();
    assertThat(block(index, (int) metadata, (int) metadataSize)).as("metadata").isEmpty();
    assertThat(blocks + blocksSize + 5 + FOOTER).isEqualTo(index.length);
    assertThat(footer.readRawBytes(FOOTER - 8 - footer.getTotalBytesRead())).containsOnly(0);
  }

  /** The node gives the values of both variables, one after the other. */
  private static GraphWriter graph() {
    GraphWriter graph = new GraphWriter();
    SmallNetwork.network().input().writeTo(new FloatGraph(graph));
    String floats = graph.variable("b", DataType.DT_FLOAT, new int[] {4}, Tensors.bytes(FLOATS));
    String bytes = graph.variable("a", DataType.DT_QINT8, new int[] {3}, BYTES);
    String numbers =
        graph.add(
            GraphWriter.node(
                    "numbers",
                    "Dequantize",
                    bytes,
                    graph.constant("minimum", -127),
                    graph.constant("maximum", 127))
                .putAttr("T", GraphAttributes.type(DataType.DT_QINT8))
                .putAttr("mode", GraphAttributes.text("SCALED")));
    graph.add(
        GraphWriter.node("both", "ConcatV2", floats, numbers, graph.constant("axis", new int[0], 0))
            .putAttr("T", GraphAttributes.type(DataType.DT_FLOAT))
            .putAttr("Tidx", GraphAttributes.type(DataType.DT_INT32))
            .putAttr("N", GraphAttributes.number(2)));
    return graph;
  }

  /** Reads a table, whose footer points to the index of its only block of entries. */
  private static Map<String, byte[]> entries(byte[] table) throws IOException {
    CodedInputStream footer = CodedInputStream.newInstance(table, table.length - FOOTER, FOOTER);
    footer.readUInt64();
    footer.readUInt64();
    Map<String, byte[]> blocks = block(table, (int) footer.readUInt64(), (int) footer.readUInt64());
    assertThat(blocks).hasSize(1).containsKey("b");
    CodedInputStream handle = CodedInputStream.newInstance(blocks.get("b"));
    return block(table, (int) handle.readUInt64(), (int) handle.readUInt64());
  }

  /**
   * Reads a block: entries, the position of each, and their number; behind it a byte that says that
   * it is not compressed, and a checksum of all.
   */
  private static Map<String, byte[]> block(byte[] table, int offset, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(table[offset + size]).isZero();
    assertThat(unmasked(bytes.getInt(offset + size + 1)))
        .isEqualTo(checksum(table, offset, size + 1));
    int restarts = bytes.getInt(offset + size - Integer.BYTES);
    int end = size - Integer.BYTES * (1 + restarts);
    CodedInputStream in = CodedInputStream.newInstance(table, offset, end);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    while (!in.isAtEnd()) {
      int position = offset + end + Integer.BYTES * entries.size();
      assertThat(bytes.getInt(position)).isEqualTo(in.getTotalBytesRead());
      assertThat(in.readUInt32()).as("shared with the key before").isZero();
      int keySize = in.readUInt32();
      int valueSize = in.readUInt32();
      String key = new String(in.readRawBytes(keySize), UTF_8);
      entries.put(key, in.readRawBytes(valueSize));
    }
    return entries;
  }

  private static int unmasked(int checksum) {
    return Integer.rotateLeft(checksum - 0xa282ead8, 15);
  }

  private static int checksum(byte[] bytes, int offset, int size) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, size);
    return (int) checksum.getValue();
  }
}
