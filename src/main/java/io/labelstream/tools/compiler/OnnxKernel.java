package io.labelstream.tools.compiler;

/**
 * A convolution's kernel as ONNX has it, output channels first: output channels, input channels,
 * height, width.
 */
final class OnnxKernel {

  private OnnxKernel() {}

  /** The shape of a kernel of height, width, input channels, output channels. */
  static int[] shape(int[] kernelShape) {
    return new int[] {kernelShape[3], kernelShape[2], kernelShape[0], kernelShape[1]};
  }

  static float[] values(int[] kernelShape, float[] kernel) {
    int[] sources = sources(kernelShape);
    float[] values = new float[sources.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kernel[sources[i]];
    }
    return values;
  }

  static byte[] values(int[] kernelShape, byte[] kernel) {
    int[] sources = sources(kernelShape);
    byte[] values = new byte[sources.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kernel[sources[i]];
    }
    return values;
  }

  /** For each index of the result, the index from which its value comes. */
  private static int[] sources(int[] kernelShape) {
    int pixels = kernelShape[0] * kernelShape[1];
    int inputs = kernelShape[2];
    int outputs = kernelShape[3];
    int[] sources = new int[pixels * inputs * outputs];
    int i = 0;
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          sources[i++] = (pixel * inputs + input) * outputs + output;
        }
      }
    }
    return sources;
  }
}
