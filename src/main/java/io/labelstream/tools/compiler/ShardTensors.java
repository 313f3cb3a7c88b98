package io.labelstream.tools.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors in the shards of TensorFlow.js: float32, or in fewer bits, from which {@code value ·
 * scale + min} makes the float32.
 */
final class ShardTensors implements Weights.Store {

  /** float16 has an exponent of 5 bits, biased by 15, and a fraction of 10. */
  private static final int HALF_EXPONENT_BIAS = 15;

  private static final int HALF_FRACTION_BITS = 10;

  private final Map<String, Weights.Tensor> tensors = new LinkedHashMap<>();

  private ShardTensors() {}

  /**
   * @param manifest the {@code weightsManifest} of a {@code model.json}
   * @param shards the bytes of all its files, one after the other
   */
  static ShardTensors read(JsonNode manifest, byte[] shards) throws InvalidModelException {
    ByteBuffer bytes = ByteBuffer.wrap(shards).order(ByteOrder.LITTLE_ENDIAN);
    ShardTensors all = new ShardTensors();
    for (JsonNode group : manifest) {
      for (JsonNode weight : group.path("weights")) {
        String name = weight.path("name").asText();
        int[] shape = KerasModel.ints(weight.path("shape"));
        all.tensors.put(name, new Weights.Tensor(name, shape, values(name, weight, shape, bytes)));
      }
    }
    if (bytes.hasRemaining()) {
      throw new InvalidModelException(
          "the shards hold " + bytes.remaining() + " bytes more than the listed tensors");
    }
    return all;
  }

  private static float[] values(String name, JsonNode weight, int[] shape, ByteBuffer bytes)
      throws InvalidModelException {
    JsonNode quantization = weight.path("quantization");
    String type = weight.path("dtype").asText();
    String stored = quantization.path("dtype").asText(type);
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    int width =
        switch (stored) {
          case "float32", "int32" -> Float.BYTES;
          case "float16", "uint16" -> Short.BYTES;
          case "uint8" -> Byte.BYTES;
          default -> throw unknown(name, stored);
        };
    if (!type.equals("float32") && !type.equals("int32")) {
      throw unknown(name, type);
    }
    if (bytes.remaining() < (long) count * width) {
      throw new InvalidModelException("the shards end within tensor " + name);
    }
    double scale = quantization.path("scale").asDouble();
    double minimum = quantization.path("min").asDouble();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (stored) {
            case "float32" -> bytes.getFloat();
            case "int32" -> bytes.getInt();
            case "float16" -> half(bytes.getShort());
            case "uint16" -> (float) (Short.toUnsignedInt(bytes.getShort()) * scale + minimum);
            default -> (float) (Byte.toUnsignedInt(bytes.get()) * scale + minimum);
          };
    }
    return values;
  }

  private static InvalidModelException unknown(String name, String type) {
    return new InvalidModelException(
        "tensor "
            + name
            + " must be float32, or quantised to float16, uint16 or uint8, but is "
            + type);
  }

  /** Java has no conversion from 16 bits before release 20. */
  static float half(short bits) {
    int sign = bits < 0 ? -1 : 1;
    int exponent = bits >>> HALF_FRACTION_BITS & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0x1F) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    int significand = exponent == 0 ? fraction : fraction | 1 << HALF_FRACTION_BITS;
    return sign
        * Math.scalb(
            (float) significand, Math.max(exponent, 1) - HALF_EXPONENT_BIAS - HALF_FRACTION_BITS);
  }

  @Override
  public Optional<Weights.Tensor> find(KerasLayer layer, String kind) {
    for (String alias : LayerVariables.aliases(layer, kind)) {
      String name = layer.place().layer() + "/" + alias;
      Weights.Tensor tensor = tensors.get(name);
      if (tensor != null) {
        return Optional.of(tensor);
      }
      // Keras 3 puts the names of the models around a layer before its own.
      List<Weights.Tensor> within =
          tensors.values().stream().filter(each -> each.name().endsWith("/" + name)).toList();
      if (within.size() == 1) {
        return Optional.of(within.get(0));
      }
    }
    return Optional.empty();
  }
}
