package io.labelstream.tools.compiler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers as the bytes in which TensorFlow stores them. */
final class Tensors {

  private Tensors() {}

  static ByteBuffer bytes(float... values) {
    ByteBuffer bytes = allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = allocate(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return bytes;
  }

  static ByteBuffer bytes(long... values) {
    ByteBuffer bytes = allocate(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
