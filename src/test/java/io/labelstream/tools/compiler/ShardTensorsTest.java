package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTensorsTest {

  private static final String FLOATS =
      """
      [{"weights": [
        {"name": "dense/kernel", "shape": [1, 2], "dtype": "float32", "quantization": %s},
        {"name": "dense/bias", "shape": [2], "dtype": "float32"}]}]
      """;

  @Test
  void readsEightBits() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0).put((byte) 200).putFloat(3).putFloat(4);
    ShardTensors tensors =
        read("{\"dtype\": \"uint8\", \"scale\": 0.5, \"min\": -20}", bytes.array());
    assertThat(values(tensors, "kernel")).containsExactly(-20, 80);
    assertThat(values(tensors, "bias")).containsExactly(3, 4);
  }

  @Test
  void readsSixteenBits() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 1).putShort((short) 65535).putFloat(3).putFloat(4);
    ShardTensors tensors = read("{\"dtype\": \"uint16\", \"scale\": 2, \"min\": 1}", bytes.array());
    assertThat(values(tensors, "kernel")).containsExactly(3, 131071);
  }

  @Test
  void readsHalves() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 0xC000).putShort((short) 0x3555).putFloat(3).putFloat(4);
    ShardTensors tensors = read("{\"dtype\": \"float16\"}", bytes.array());
    assertThat(values(tensors, "kernel")).containsExactly(-2, 0.33325195f);
  }

  /** The examples of IEEE 754's binary16. */
  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x0001, 5.9604645E-8",
    "0x03FF, 6.097555E-5",
    "0x0400, 6.1035156E-5",
    "0x3C00, 1",
    "0x3C01, 1.0009766",
    "0x7BFF, 65504",
    "0x7C00, Infinity",
    "0xFC00, -Infinity"
  })
  void knowsEveryKindOfHalf(String bits, float value) {
    assertThat(ShardTensors.half(Integer.decode(bits).shortValue())).isEqualTo(value);
  }

  @Test
  void refusesATypeThatItDoesNotKnow() {
    assertThatThrownBy(() -> read("{\"dtype\": \"uint4\"}", new byte[9]))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("tensor dense/kernel must be float32")
        .hasMessageContaining("but is uint4");
  }

  private static ShardTensors read(String quantization, byte[] shards) throws IOException {
    JsonNode manifest = JsonMapper.builder().build().readTree(FLOATS.formatted(quantization));
    return ShardTensors.read(manifest, shards);
  }

  private static float[] values(ShardTensors tensors, String kind) {
    KerasLayer layer =
        new KerasLayer(
            "dense",
            "Dense",
            JsonNodeFactory.instance.objectNode(),
            List.of("in"),
            new KerasLayer.Place("dense", "dense", "layers/dense"));
    return tensors.find(layer, kind).orElseThrow().values();
  }
}
