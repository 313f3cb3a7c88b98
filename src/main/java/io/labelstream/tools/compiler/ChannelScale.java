package io.labelstream.tools.compiler;

/**
 * A scale and a shift per channel.
 *
 * @param scale the factor of each channel
 * @param shift what is added to each channel after that
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record ChannelScale(double[] scale, double[] shift) {

  /**
   * A batch normalisation at inference: with {@code s = γ / √(σ² + ε)}, {@code y = s·x + (β − s·μ)}
   * (Ioffe and Szegedy 2015, algorithm 2).
   */
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

  /**
   * Scales a kernel's values.
   *
   * @param kernel row-major, the output channel last
   */
  float[] ofKernel(float[] kernel) {
    float[] scaled = new float[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      scaled[i] = (float) (kernel[i] * scale[i % scale.length]);
    }
    return scaled;
  }

  float[] ofBias(float[] bias) {
    float[] scaled = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      scaled[c] = (float) (bias[c] * scale[c] + shift[c]);
    }
    return scaled;
  }

  /** What this scale and another one after it come to. */
  ChannelScale then(ChannelScale next) {
    double[] both = new double[scale.length];
    double[] shifts = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      both[c] = scale[c] * next.scale[c];
      shifts[c] = shift[c] * next.scale[c] + next.shift[c];
    }
    return new ChannelScale(both, shifts);
  }

  /** The same for channels in the opposite order. */
  ChannelScale reversed() {
    return new ChannelScale(reversed(scale), reversed(shift));
  }

  private static double[] reversed(double[] values) {
    double[] reversed = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      reversed[c] = values[values.length - 1 - c];
    }
    return reversed;
  }

  float[] scales() {
    return floats(scale);
  }

  float[] shifts() {
    return floats(shift);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
