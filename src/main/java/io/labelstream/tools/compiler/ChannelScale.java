package io.labelstream.tools.compiler;

/**
 * A batch normalisation at inference, which is a scale and a shift per channel: with {@code s = γ /
 * √(σ² + ε)}, {@code y = s·x + (β − s·μ)} (Ioffe and Szegedy 2015, algorithm 2).
 *
 * @param scale {@code s} per channel
 * @param shift {@code β − s·μ} per channel
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record ChannelScale(double[] scale, double[] shift) {

  static ChannelScale ofBatchNormalization(
      float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon) {
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    for (int c = 0; c < gamma.length; c++) {
      scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
      shift[c] = beta[c] - scale[c] * mean[c];
    }
    return new ChannelScale(scale, shift);
  }
}
