package io.labelstream.tools.compiler;

import java.util.List;
import java.util.Optional;

/**
 * A trained network as a list of operations, each of which follows its inputs. A layer that a
 * neighbour can take in is no operation of its own. Activations are NHWC.
 *
 * @param operations begin with the only {@link Input} and end with the network's output
 */
record Network(List<Operation> operations) {

  Network {
    operations = List.copyOf(operations);
  }

  Input input() {
    return (Input) operations.get(0);
  }

  Operation output() {
    return operations.get(operations.size() - 1);
  }

  /**
   * Multiplications and additions for one image, each counted, in convolutions and dense layers;
   * all others are less than a hundredth of them.
   */
  long floatingPointOperations() {
    return operations.stream().mapToLong(Operation::floatingPointOperations).sum();
  }

  sealed interface Operation permits Input, Convolution, OneInput, FloatOperation {
    /** Returns a name that is unique in its network. */
    String name();

    /** The shape of the output, without the batch dimension. */
    int[] shape();

    /** The operations whose outputs this one reads. */
    List<Operation> inputs();

    default long floatingPointOperations() {
      return 0;
    }

    /** Calls the writer's method for this kind of operation. */
    void writeTo(Writer writer);
  }

  /** An operation that reads one other. */
  non-sealed interface OneInput extends Operation {
    Operation input();

    @Override
    default List<Operation> inputs() {
      return List.of(input());
    }
  }

  /** Takes a network operation by operation. */
  interface Writer {
    void write(Input input);

    void write(Convolution convolution);

    void write(MaxPool pool);

    void write(GlobalAverage average);

    void write(Dense dense);

    void write(FloatOperation operation);
  }

  /** The image, height × width × channels. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Input(String name, int[] shape) implements Operation {
    @Override
    public List<Operation> inputs() {
      return List.of();
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * A convolution with all that follows it: a bias, another operation's output that is added, and a
   * rectifier.
   *
   * @param name the name of the layer to which the kernel belongs
   * @param kernelShape height, width, input channels of a group, output channels
   * @param kernel the kernel's values, row-major
   * @param bias one value per output channel
   * @param summand the operation whose output is added to the biased convolution, if any
   * @param rectifier what bends the values in the end
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Convolution(
      String name,
      Operation input,
      int[] kernelShape,
      float[] kernel,
      float[] bias,
      WindowGeometry windows,
      Optional<Operation> summand,
      Rectifier rectifier)
      implements Operation, Filter {

    @Override
    public int[] shape() {
      return windows.outputShape(input.shape(), outputChannels());
    }

    @Override
    public List<Operation> inputs() {
      return summand.map(added -> List.of(input, added)).orElse(List.of(input));
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }

    @Override
    public long floatingPointOperations() {
      int[] shape = shape();
      return 2L * shape[0] * shape[1] * kernel.length;
    }

    int outputChannels() {
      return kernelShape[3];
    }

    /** In how many equal parts the channels are convolved, each with outputs of its own. */
    int groups() {
      return input.shape()[2] / kernelShape[2];
    }

    /**
     * Folds a per-channel scale and shift of the output into kernel and bias: {@code s·(W∗x + b) +
     * t = (s·W)∗x + (s·b + t)}.
     */
    Convolution scaled(ChannelScale scale) {
      return new Convolution(
          name,
          input,
          kernelShape,
          scale.ofKernel(kernel),
          scale.ofBias(bias),
          windows,
          summand,
          rectifier);
    }

    Convolution plus(Operation added) {
      return new Convolution(
          name, input, kernelShape, kernel, bias, windows, Optional.of(added), rectifier);
    }

    Convolution rectified(Rectifier by) {
      return new Convolution(name, input, kernelShape, kernel, bias, windows, summand, by);
    }
  }

  /** The largest value of each window and channel; padding never is the largest. */
  record MaxPool(String name, Operation input, WindowGeometry windows) implements OneInput {
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
  record GlobalAverage(String name, Operation input) implements OneInput {
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
      implements OneInput {

    @Override
    public int[] shape() {
      return new int[] {bias.length};
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }

    @Override
    public long floatingPointOperations() {
      return 2L * kernel.length;
    }

    int[] kernelShape() {
      return new int[] {input.shape()[0], bias.length};
    }

    /** Folds a scale and shift of each output into kernel and bias. */
    Dense scaled(ChannelScale scale) {
      return new Dense(name, input, scale.ofKernel(kernel), scale.ofBias(bias), softmax);
    }

    Dense withSoftmax() {
      return new Dense(name, input, kernel, bias, true);
    }
  }
}
