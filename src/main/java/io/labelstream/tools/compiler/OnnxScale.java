package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.ActivationRanges.Range;

/**
 * The meaning of eight bits without a sign: {@code value = scale · (bits − zero)}.
 *
 * @param zero the bits of 0, which is among the values exactly, as images are padded with it
 */
record OnnxScale(float scale, int zero) {

  private static final int LARGEST = 255;

  /** The scale that spends all bits on a range. */
  static OnnxScale of(Range range) {
    float minimum = Math.min(0, range.minimum());
    float maximum = Math.max(0, range.maximum());
    float scale = (maximum - minimum) / LARGEST;
    return new OnnxScale(scale, Math.round(-minimum / scale));
  }
}
