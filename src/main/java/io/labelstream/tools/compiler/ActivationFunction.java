package io.labelstream.tools.compiler;

/**
 * A function that is applied to each value of a tensor, or for the softmax to the values of its
 * last dimension together.
 *
 * @param parameter the cap of {@link Kind#CAPPED_RELU}, the slope of {@link Kind#LEAKY_RELU} and
 *     {@link Kind#HARD_SIGMOID}, the scale of {@link Kind#ELU}; else without a meaning
 */
record ActivationFunction(Kind kind, float parameter) {

  enum Kind {
    RELU,
    /** {@code min(max(x, 0), cap)}. */
    CAPPED_RELU,
    /** {@code x} where positive, else {@code slope·x}. */
    LEAKY_RELU,
    /** {@code x} where positive, else {@code scale·(eˣ − 1)}. */
    ELU,
    SELU,
    SIGMOID,
    /** {@code min(max(slope·x + 0.5, 0), 1)}. */
    HARD_SIGMOID,
    TANH,
    SOFTPLUS,
    SOFTSIGN,
    EXPONENTIAL,
    /** {@code x·sigmoid(x)}. */
    SWISH,
    /** {@code x·min(max(x/6 + 0.5, 0), 1)}. */
    HARD_SWISH,
    /** {@code x·tanh(softplus(x))}. */
    MISH,
    /** {@code x·Φ(x)} with the distribution function of the normal distribution. */
    GELU,
    /** The same, approximated with a tanh. */
    GELU_TANH,
    SOFTMAX
  }

  static ActivationFunction of(Kind kind) {
    return new ActivationFunction(kind, 0);
  }
}
