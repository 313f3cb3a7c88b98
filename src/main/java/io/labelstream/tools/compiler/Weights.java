package io.labelstream.tools.compiler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a source model by name, all float32. */
final class Weights {

  /** A tensor, row-major. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Tensor(int[] shape, float[] values) {}

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private Weights() {}

  static Weights read(KerasModel model, SourceFiles files) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String shard : model.shards()) {
      all.write(files.read(shard));
    }
    ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    Weights weights = new Weights();
    for (KerasModel.WeightSpec spec : model.weights()) {
      if (!spec.type().equals("float32")) {
        throw new InvalidModelException(
            "tensor " + spec.name() + " must be float32, but is " + spec.type());
      }
      int count = Arrays.stream(spec.shape()).reduce(1, Math::multiplyExact);
      if (bytes.remaining() < (long) count * Float.BYTES) {
        throw new InvalidModelException("the shards end within tensor " + spec.name());
      }
      float[] values = new float[count];
      bytes.asFloatBuffer().get(values);
      bytes.position(bytes.position() + count * Float.BYTES);
      weights.tensors.put(spec.name(), new Tensor(spec.shape(), values));
    }
    if (bytes.hasRemaining()) {
      throw new InvalidModelException(
          "the shards hold " + bytes.remaining() + " bytes more than the listed tensors");
    }
    return weights;
  }

  /**
   * A tensor of a known shape.
   *
   * @throws InvalidModelException if it is missing or of another shape
   */
  float[] get(String layer, String kind, int... shape) throws InvalidModelException {
    String name = layer + "/" + kind;
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InvalidModelException("tensor " + name + " is missing from the weights");
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new InvalidModelException(
          "tensor "
              + name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", but its layer needs "
              + Arrays.toString(shape));
    }
    return tensor.values();
  }
}
