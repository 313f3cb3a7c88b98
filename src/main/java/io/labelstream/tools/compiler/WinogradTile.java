package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Convolution;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A way to convolve 3×3 windows tile by tile with fewer multiplications. A tile of m×m outputs, and
 * the (m + 2)×(m + 2) inputs that they are of, are brought by small matrices to where a convolution
 * is a product of each number with one weight: (m + 2)² multiplications for two channels, where m²
 * windows have 9·m². Tiles, weights and products are brought there and back by Bᵀ·d·B, G·g·Gᵀ and
 * Aᵀ·p·A.
 *
 * <p>Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015, whose matrices
 * these are.
 */
@SuppressWarnings("ImmutableEnumChecker") // The matrices are read and never given away.
enum WinogradTile {
  /** F(2×2, 3×3): 16 multiplications where windows have 36. */
  TWO(
      new double[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}},
      new double[][] {{1, 0, 0}, {1 / 2., 1 / 2., 1 / 2.}, {1 / 2., -1 / 2., 1 / 2.}, {0, 0, 1}},
      new double[][] {{1, 1, 1, 0}, {0, 1, -1, -1}}),
  /** F(4×4, 3×3): 36 multiplications where windows have 144. */
  FOUR(
      new double[][] {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
      },
      new double[][] {
        {1 / 4., 0, 0},
        {-1 / 6., -1 / 6., -1 / 6.},
        {-1 / 6., 1 / 6., -1 / 6.},
        {1 / 24., 1 / 12., 1 / 6.},
        {1 / 24., -1 / 12., 1 / 6.},
        {0, 0, 1}
      },
      new double[][] {
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
      });

  private static final int WINDOW = 3;
  private static final int[] ONCE = {1, 1};

  /** With fewer tiles there is less to multiply each weight with than it takes to fetch it. */
  private static final int LEAST_TILES = 25;

  /** With fewer channels it takes longer to bring the tiles there and back than is saved. */
  private static final int LEAST_CHANNELS = 64;

  private final double[][] input;
  private final double[][] kernel;
  private final double[][] output;

  /**
   * @param input Bᵀ
   * @param kernel G
   * @param output Aᵀ
   */
  WinogradTile(double[][] input, double[][] kernel, double[][] output) {
    this.input = input;
    this.kernel = kernel;
    this.output = output;
  }

  /** The tile with which a convolution is fastest, unless windows are. */
  static Optional<WinogradTile> fastest(Convolution convolution) {
    WindowGeometry windows = convolution.windows();
    boolean fits =
        windows.height() == WINDOW
            && windows.width() == WINDOW
            && Arrays.equals(windows.strides(), ONCE)
            && Arrays.equals(windows.dilations(), ONCE)
            && convolution.groups() == 1
            && Math.min(convolution.kernelShape()[2], convolution.outputChannels())
                >= LEAST_CHANNELS;
    int[] shape = convolution.shape();
    return Stream.of(FOUR, TWO)
        .filter(tile -> fits && tile.count(shape[0]) * tile.count(shape[1]) >= LEAST_TILES)
        .findFirst();
  }

  /** Outputs in a row, and in a column, of a tile: m. */
  int outputs() {
    return output.length;
  }

  /** Inputs in a row, and in a column, of a tile, which reaches over its neighbours by two. */
  int inputs() {
    return input.length;
  }

  /** How many tiles side by side, or one below the other, give so many outputs at least. */
  int count(int length) {
    return (length + outputs() - 1) / outputs();
  }

  /** The matrix that brings a tile's inputs, row by row, to where they are multiplied. */
  float[] ofInputs() {
    return squared(input);
  }

  /** The matrix that makes a tile's outputs, row by row, of the products. */
  float[] ofOutputs() {
    return squared(output);
  }

  /**
   * A matrix applied to the rows and the columns of a tile as one that is applied to the tile row
   * by row.
   */
  private static float[] squared(double[][] matrix) {
    int rows = matrix.length;
    int columns = matrix[0].length;
    float[] squared = new float[rows * rows * columns * columns];
    int next = 0;
    for (int i = 0; i < rows * rows; i++) {
      for (int j = 0; j < columns * columns; j++) {
        double value = matrix[i / rows][j / columns] * matrix[i % rows][j % columns];
        squared[next++] = (float) value;
      }
    }
    return squared;
  }

  /**
   * The weights of a convolution where they are multiplied.
   *
   * @return (m + 2)² matrices of input channels × output channels, row-major
   */
  float[] kernel(Convolution convolution) {
    int size = convolution.kernelShape()[2] * convolution.outputChannels();
    float[] given = convolution.kernel();
    float[] brought = new float[inputs() * inputs() * size];
    for (int i = 0; i < inputs() * inputs(); i++) {
      double[] rows = kernel[i / inputs()];
      double[] columns = kernel[i % inputs()];
      for (int weight = 0; weight < size; weight++) {
        double sum = 0;
        for (int j = 0; j < WINDOW * WINDOW; j++) {
          sum += rows[j / WINDOW] * columns[j % WINDOW] * given[j * size + weight];
        }
        brought[i * size + weight] = (float) sum;
      }
    }
    return brought;
  }
}
