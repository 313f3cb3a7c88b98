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

  /**
   * Writes the node that gives this tensor, of values in float32.
   *
   * @param values the node that gives them
   * @param shape without the batch dimension
   */
  QuantizedTensor write(GraphWriter graph, String values, int... shape) {
    graph.addQuantized(
        GraphWriter.node(tensor, "QuantizeV2", values, minimum, maximum)
            .putAttr("T", GraphAttributes.type(type))
            .putAttr("mode", GraphAttributes.text("SCALED"))
            .putAttr("round_mode", GraphAttributes.text("HALF_TO_EVEN")),
        shape);
    return this;
  }

  /** Another tensor of the same scale. */
  QuantizedTensor named(String other) {
    return new QuantizedTensor(other, type, minimum, maximum);
  }
}
