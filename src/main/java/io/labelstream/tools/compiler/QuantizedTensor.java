package io.labelstream.tools.compiler;

import org.tensorflow.proto.DataType;

/**
 * A tensor of a TensorFlow graph in eight bits.
 *
 * @param tensor the node that gives it
 * @param minimum the node with the value that the smallest number stands for
 * @param maximum the node with the value that the largest number stands for
 */
record QuantizedTensor(String tensor, DataType type, String minimum, String maximum) {

  /** Another tensor of the same scale. */
  QuantizedTensor named(String other) {
    return new QuantizedTensor(other, type, minimum, maximum);
  }
}
