package io.labelstream.tools.compiler;

/** How a convolution bends what it gives, in the same pass over memory. */
enum Rectifier {
  NONE,
  /** Negative values become 0. */
  RELU,
  /** Values are cut off below 0 and above 6. */
  RELU6
}
