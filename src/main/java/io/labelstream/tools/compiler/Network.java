package io.labelstream.tools.compiler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained network as what has to be computed, in an order in which each operation follows its
 * inputs: no layer that a neighbour can take in is left. Activations are NHWC.
 *
 * @param operations begin with the only {@link Input} and end with what the network gives
 */
record Network(List<Operation> operations) {

  Network {
    operations = List.copyOf(operations);
  }

  /** The image. */
  Input input() {
    return (Input) operations.get(0);
  }

  /** What the network gives. */
  Operation output() {
    return operations.get(operations.size() - 1);
  }

  /**
   * Multiplications and additions for one image, counted each, in convolutions and dense layers;
   * all else is less than a hundredth.
   */
  long floatingPointOperations() {
    return operations.stream().mapToLong(Network::floatingPointOperations).sum();
  }

  private static long floatingPointOperations(Operation operation) {
    if (operation instanceof Convolution convolution) {
      int[] shape = convolution.shape();
      return 2L * shape[0] * shape[1] * convolution.kernel().length;
    }
    return operation instanceof Dense dense ? 2L * dense.kernel().length : 0;
  }

  /** One step. */
  sealed interface Operation {

    /** Unique in its network. */
    String name();

    /** The shape of what it gives, without the batch dimension. */
    int[] shape();

    /** Calls the writer's method for this kind of operation. */
    void writeTo(Writer writer);
  }

  /** Takes a network operation by operation. */
  interface Writer {

    void write(Input input);

    void write(Convolution convolution);

    void write(MaxPool pool);

    void write(GlobalAverage average);

    void write(Dense dense);
  }

  /** The image, height × width × channels. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Input(String name, int[] shape) implements Operation {

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * A convolution with all that follows it: a bias, another operation's output that is added, and a
   * ReLU.
   *
   * @param name of the layer that the kernel belongs to
   * @param kernelShape height, width, input channels, output channels
   * @param kernel the kernel's values, row-major
   * @param bias one value per output channel
   * @param summand what is added to the biased convolution, if anything is
   * @param relu whether negative values become 0 in the end
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Convolution(
      String name,
      Operation input,
      int[] kernelShape,
      float[] kernel,
      float[] bias,
      Windows windows,
      @Nullable Operation summand,
      boolean relu)
      implements Operation {

    @Override
    public int[] shape() {
      return windows.outputShape(input.shape(), outputChannels());
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }

    int outputChannels() {
      return kernelShape[3];
    }

    /**
     * Folds a per-channel scale and shift of the output into kernel and bias: {@code s·(W∗x + b) +
     * t = (s·W)∗x + (s·b + t)}.
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
          name, input, kernelShape, scaledKernel, scaledBias, windows, summand, relu);
    }

    Convolution plus(Operation added) {
      return new Convolution(name, input, kernelShape, kernel, bias, windows, added, relu);
    }

    Convolution rectified() {
      return new Convolution(name, input, kernelShape, kernel, bias, windows, summand, true);
    }
  }

  /** The largest value of each window and channel; padding never is the largest. */
  record MaxPool(String name, Operation input, Windows windows) implements Operation {

    @Override
    public int[] shape() {
      int[] in = input.shape();
      return windows.outputShape(in, in[2]);
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /** The mean over height and width per channel. */
  record GlobalAverage(String name, Operation input) implements Operation {

    @Override
    public int[] shape() {
      return new int[] {input.shape()[2]};
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * A product with a matrix, and a bias.
   *
   * @param kernel inputs × outputs, row-major
   * @param softmax whether the outputs are made probabilities
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Dense(String name, Operation input, float[] kernel, float[] bias, boolean softmax)
      implements Operation {

    @Override
    public int[] shape() {
      return new int[] {bias.length};
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }

    int[] kernelShape() {
      return new int[] {input.shape()[0], bias.length};
    }
  }
}
