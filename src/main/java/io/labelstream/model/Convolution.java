package io.labelstream.model;

/**
 * A convolution that has not been written yet, because a batch normalisation may follow it.
 *
 * @param name its layer's name
 * @param input what it convolves
 * @param kernelShape height, width, input channels, output channels
 * @param kernel the kernel's values, row-major
 * @param bias one value per output channel
 * @param strides vertical and horizontal
 * @param dilations vertical and horizontal
 * @param padding {@code SAME} or {@code VALID}
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record Convolution(
    String name,
    GraphWriter.Node input,
    int[] kernelShape,
    float[] kernel,
    float[] bias,
    int[] strides,
    int[] dilations,
    String padding) {

  int outputChannels() {
    return kernelShape[3];
  }

  /**
   * Folds a per-channel scale and shift of the output into kernel and bias: {@code s·(W∗x + b) + t
   * = (s·W)∗x + (s·b + t)}.
   */
  Convolution scaled(ChannelScale scale) {
    int channels = outputChannels();
    float[] scaledKernel = new float[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      scaledKernel[i] = (float) (kernel[i] * scale.scale()[i % channels]);
    }
    float[] scaledBias = new float[channels];
    for (int c = 0; c < channels; c++) {
      scaledBias[c] = (float) (bias[c] * scale.scale()[c] + scale.shift()[c]);
    }
    return new Convolution(
        name, input, kernelShape, scaledKernel, scaledBias, strides, dilations, padding);
  }
}
