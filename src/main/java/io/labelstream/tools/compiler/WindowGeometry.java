package io.labelstream.tools.compiler;

/**
 * How a window slides over an image, in convolutions and pooling alike.
 *
 * @param height the window's height
 * @param width the window's width
 * @param strides vertical and horizontal
 * @param dilations vertical and horizontal
 * @param padding the rows and columns that are added around the image
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record WindowGeometry(int height, int width, int[] strides, int[] dilations, Padding padding) {

  /** Rows and columns around an image. */
  record Padding(int top, int bottom, int left, int right) {

    static final Padding NONE = new Padding(0, 0, 0, 0);

    /**
     * The padding that TensorFlow calls SAME: as many windows as strides, what is missing added
     * half on each side, the odd one at the end.
     */
    static Padding same(int[] image, int[] size, int[] strides, int[] dilations) {
      int rows = missing(image[0], size[0], strides[0], dilations[0]);
      int columns = missing(image[1], size[1], strides[1], dilations[1]);
      return new Padding(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
    }

    private static int missing(int length, int size, int stride, int dilation) {
      int windows = (length + stride - 1) / stride;
      return Math.max(0, (windows - 1) * stride + extent(size, dilation) - length);
    }
  }

  /** A window of a single position, which stops at each. */
  static final WindowGeometry POSITION =
      new WindowGeometry(1, 1, new int[] {1, 1}, new int[] {1, 1}, Padding.NONE);

  /** Whether a window is a position of the image itself and nothing around it. */
  boolean isPosition() {
    return height == 1 && width == 1 && padding.equals(Padding.NONE);
  }

  WindowGeometry strided(int[] otherStrides) {
    return new WindowGeometry(height, width, otherStrides, dilations, padding);
  }

  int[] outputShape(int[] image, int channels) {
    return new int[] {
      count(image[0] + padding.top() + padding.bottom(), height, strides[0], dilations[0]),
      count(image[1] + padding.left() + padding.right(), width, strides[1], dilations[1]),
      channels
    };
  }

  private static int count(int length, int size, int stride, int dilation) {
    return (length - extent(size, dilation)) / stride + 1;
  }

  private static int extent(int size, int dilation) {
    return (size - 1) * dilation + 1;
  }
}
