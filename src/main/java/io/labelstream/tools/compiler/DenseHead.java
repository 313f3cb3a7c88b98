package io.labelstream.tools.compiler;

/**
 * The last layer of a classifier, whose softmax makes probabilities of features.
 *
 * @param kernel features × classes, row-major
 * @param bias one value per class
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record DenseHead(float[] kernel, float[] bias) {

  public DenseHead {
    if (bias.length == 0 || kernel.length % bias.length != 0) {
      throw new IllegalArgumentException(
          "a kernel must have a row of %d values for each feature, but has %d values"
              .formatted(bias.length, kernel.length));
    }
  }

  /** How many numbers of an image it takes. */
  public int features() {
    return kernel.length / bias.length;
  }

  public int classes() {
    return bias.length;
  }
}
