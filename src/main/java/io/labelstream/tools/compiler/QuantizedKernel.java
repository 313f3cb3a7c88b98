package io.labelstream.tools.compiler;

import java.nio.ByteBuffer;

/**
 * A kernel in eight bits with a scale for each output channel: {@code q = round(w · 127 / max|w|)},
 * symmetric, so that 0 stays 0 (Jacob et al. 2018, Krishnamoorthi 2018).
 *
 * @param values row-major, the output channel last, within ±127
 * @param maximum per output channel, the weight that 127 stands for
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record QuantizedKernel(byte[] values, float[] maximum) {

  /** The largest absolute value. */
  static final int LARGEST = 127;

  static QuantizedKernel of(float[] kernel, int channels) {
    return of(kernel, new float[channels]);
  }

  /**
   * Makes a kernel whose scales are not below given ones.
   *
   * @param leastScales per output channel, the least weight that 1 may stand for
   */
  static QuantizedKernel of(float[] kernel, float[] leastScales) {
    int channels = leastScales.length;
    float[] maximum = new float[channels];
    for (int c = 0; c < channels; c++) {
      maximum[c] = leastScales[c] * LARGEST;
    }
    for (int i = 0; i < kernel.length; i++) {
      maximum[i % channels] = Math.max(maximum[i % channels], Math.abs(kernel[i]));
    }
    byte[] values = new byte[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      float largest = maximum[i % channels];
      values[i] = largest == 0 ? 0 : (byte) Math.rint((double) kernel[i] * LARGEST / largest);
    }
    return new QuantizedKernel(values, maximum);
  }

  /** The weight that −127 stands for, per output channel. */
  float[] minimum() {
    float[] minimum = new float[maximum.length];
    for (int c = 0; c < minimum.length; c++) {
      minimum[c] = -maximum[c];
    }
    return minimum;
  }

  /** The weight that 1 stands for, per output channel; 1 where all weights are 0. */
  float[] scales() {
    float[] scales = new float[maximum.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = maximum[c] == 0 ? 1 : maximum[c] / LARGEST;
    }
    return scales;
  }

  ByteBuffer bytes() {
    return ByteBuffer.wrap(values);
  }
}
