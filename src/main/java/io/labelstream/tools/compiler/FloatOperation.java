package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.OneInput;
import io.labelstream.tools.compiler.Network.Operation;
import io.labelstream.tools.compiler.WindowGeometry.Padding;
import java.util.Arrays;
import java.util.List;

/**
 * An operation that ResNets have no use for. Of these, convolutions of each channel, averages of
 * windows and concatenations are there in eight bits too, the others in float32 alone.
 */
sealed interface FloatOperation extends Operation {

  /** Calls the writer's method for this kind of operation. */
  void writeTo(Writer writer);

  @Override
  default void writeTo(Network.Writer writer) {
    writer.write(this);
  }

  /** Takes such operations one by one. */
  interface Writer {
    void write(DepthwiseConvolution convolution);

    void write(AveragePool pool);

    void write(GlobalMaximum maximum);

    void write(Activation activation);

    void write(Affine affine);

    void write(ParametricRelu relu);

    void write(Standardization standardization);

    void write(Combination combination);

    void write(Concatenation concatenation);

    void write(Reshape reshape);

    void write(ZeroPadding padding);

    void write(Crop crop);

    void write(Resize resize);
  }

  /** What leaves the shape as it is. */
  sealed interface Elementwise extends FloatOperation, OneInput {
    @Override
    default int[] shape() {
      return input().shape();
    }
  }

  /**
   * A convolution of each channel on its own, with its bias and rectifier.
   *
   * @param kernelShape height, width, input channels, outputs of each of them
   * @param kernel the kernel's values, row-major
   * @param bias one value per output channel
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record DepthwiseConvolution(
      String name,
      Operation input,
      int[] kernelShape,
      float[] kernel,
      float[] bias,
      WindowGeometry windows,
      Rectifier rectifier)
      implements FloatOperation, OneInput, Filter {

    @Override
    public int[] shape() {
      return windows.outputShape(input.shape(), bias.length);
    }

    @Override
    public long floatingPointOperations() {
      int[] shape = shape();
      return 2L * shape[0] * shape[1] * kernel.length;
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }

    /** Folds a scale and shift of each output channel into kernel and bias. */
    DepthwiseConvolution scaled(ChannelScale scale) {
      return new DepthwiseConvolution(
          name, input, kernelShape, scale.ofKernel(kernel), scale.ofBias(bias), windows, rectifier);
    }

    DepthwiseConvolution rectified(Rectifier by) {
      return new DepthwiseConvolution(name, input, kernelShape, kernel, bias, windows, by);
    }
  }

  /** The mean of each window and channel; padding does not count. */
  record AveragePool(String name, Operation input, WindowGeometry windows)
      implements FloatOperation, OneInput {
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

  /** The largest value over height and width per channel. */
  record GlobalMaximum(String name, Operation input) implements FloatOperation, OneInput {
    @Override
    public int[] shape() {
      return new int[] {input.shape()[2]};
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /** A function of each value; the softmax is over the last dimension. */
  record Activation(String name, Operation input, ActivationFunction function)
      implements Elementwise {
    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /** A scale and a shift of each channel, the last dimension. */
  record Affine(String name, Operation input, ChannelScale scale) implements Elementwise {
    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * {@code x} where positive, else {@code slope·x}.
   *
   * @param slopes one for each channel, the last dimension
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record ParametricRelu(String name, Operation input, float[] slopes) implements Elementwise {
    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * The channels of each pixel, or the numbers of a vector, less their mean and divided by their
   * deviation.
   *
   * @param epsilon what is added to the variance
   */
  record Standardization(String name, Operation input, float epsilon) implements Elementwise {
    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * Two tensors of one rank, value by value; where one has a dimension of 1, that one value goes
   * with all of the other.
   *
   * @param shape is kept, since to ask both inputs for theirs, and these in turn, would take time
   *     that doubles with each combination in a row
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Combination(
      String name, Operation first, Operation second, ElementwiseOperator operator, int[] shape)
      implements FloatOperation {

    static Combination of(
        String name, Operation first, Operation second, ElementwiseOperator operator) {
      int[] shape = first.shape().clone();
      int[] other = second.shape();
      for (int i = 0; i < shape.length; i++) {
        shape[i] = Math.max(shape[i], other[i]);
      }
      return new Combination(name, first, second, operator, shape);
    }

    /** Whether two shapes can be combined. */
    static boolean fit(int[] first, int[] second) {
      boolean fit = first.length == second.length;
      for (int i = 0; fit && i < first.length; i++) {
        fit = first[i] == second[i] || first[i] == 1 || second[i] == 1;
      }
      return fit;
    }

    @Override
    public List<Operation> inputs() {
      return List.of(first, second);
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * Tensors one after the other.
   *
   * @param axis the dimension along which they lie, 0 to rank − 1, without the batch dimension
   * @param shape is kept for the same reason as that of a {@link Combination}
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Concatenation(String name, List<Operation> inputs, int axis, int[] shape)
      implements FloatOperation {

    public Concatenation {
      inputs = List.copyOf(inputs);
    }

    static Concatenation of(String name, List<Operation> inputs, int axis) {
      int[] shape = inputs.get(0).shape().clone();
      shape[axis] = inputs.stream().mapToInt(input -> input.shape()[axis]).sum();
      return new Concatenation(name, inputs, axis, shape);
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /** The same values, row-major, under another shape. */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Reshape(String name, Operation input, int[] shape) implements FloatOperation, OneInput {
    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /** Zeros around an image. */
  record ZeroPadding(String name, Operation input, Padding padding)
      implements FloatOperation, OneInput {
    @Override
    public int[] shape() {
      int[] in = input.shape();
      return new int[] {
        in[0] + padding.top() + padding.bottom(), in[1] + padding.left() + padding.right(), in[2]
      };
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * An image without its edges.
   *
   * @param edges the rows and columns that are left out
   */
  record Crop(String name, Operation input, Padding edges) implements FloatOperation, OneInput {
    @Override
    public int[] shape() {
      int[] in = input.shape();
      return new int[] {
        in[0] - edges.top() - edges.bottom(), in[1] - edges.left() - edges.right(), in[2]
      };
    }

    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /**
   * An image of another height and width. A pixel is what lies at its centre, and beyond the edge
   * the edge goes on.
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Resize(String name, Operation input, int[] shape, Interpolation interpolation)
      implements FloatOperation, OneInput {
    @Override
    public void writeTo(Writer writer) {
      writer.write(this);
    }
  }

  /** The number of values in a tensor of a shape. */
  static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
