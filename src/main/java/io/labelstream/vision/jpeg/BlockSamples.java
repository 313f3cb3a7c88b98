package io.labelstream.vision.jpeg;

/** Samples of a component, 0 to 255, nearly as libjpeg's reduced inverse transforms have them. */
final class BlockSamples {

  /** The weights of coefficients in each fourth of a block, as 16-bit fractions of a sample. */
  private static final long OF_DC = 1 << 13;

  /** This is libjpeg's factor for the first frequency: 3.624509785 / 4 of {@link #OF_DC}. */
  private static final long OF_ONE = 7_423;

  private static final long OF_BOTH = 6_726;

  private static final int CENTRE = 128;

  /** No encoder writes values as far from the centre as this, and decoders differ in them. */
  private static final int LIMIT = 512;

  private BlockSamples() {}

  /** Takes the means of a row of blocks. */
  static void of(Component component, int row, int[] samples) throws UnusualJpegException {
    short[] dc = component.dc();
    int start = row * component.stride();
    int quantizer = component.quantizers()[0];
    int range = 0;
    for (int x = 0; x < component.width(); x++) {
      int value = (dc[start + x] * quantizer + 4) >> 3;
      range |= value + LIMIT;
      samples[x] = value;
    }
    check(range);
    limit(samples);
  }

  /**
   * Takes the means of the four quarters of each block in a row of blocks.
   *
   * @param upper where those of the upper halves go: for each block one of the left and the right
   * @param lower where those of the lower halves go
   * @param hasLower whether the lower halves show something of the image
   */
  static void ofQuarters(Component component, int row, int[] upper, int[] lower, boolean hasLower)
      throws UnusualJpegException {
    short[] dc = component.dc();
    short[] low = component.low();
    int[] quantizers = component.quantizers();
    long ofDc = OF_DC * quantizers[0];
    long ofAcross = OF_ONE * quantizers[LowCoefficients.ACROSS];
    long ofDown = OF_ONE * quantizers[LowCoefficients.DOWN];
    long ofBoth = OF_BOTH * quantizers[LowCoefficients.BOTH];
    int start = row * component.stride();
    int upperRange = 0;
    int lowerRange = 0;
    for (int x = 0; 2 * x + 1 < upper.length; x++) {
      int at = LowCoefficients.COUNT * (start + x);
      long middle = dc[start + x] * ofDc + (1 << 15);
      long across = low[at] * ofAcross;
      long down = low[at + 1] * ofDown;
      long both = low[at + 2] * ofBoth;
      int upperLeft = (int) ((middle + down + across + both) >> 16);
      int upperRight = (int) ((middle + down - across - both) >> 16);
      int lowerLeft = (int) ((middle - down + across - both) >> 16);
      int lowerRight = (int) ((middle - down - across + both) >> 16);
      upperRange |= upperLeft + LIMIT | upperRight + LIMIT;
      lowerRange |= lowerLeft + LIMIT | lowerRight + LIMIT;
      upper[2 * x] = upperLeft;
      upper[2 * x + 1] = upperRight;
      lower[2 * x] = lowerLeft;
      lower[2 * x + 1] = lowerRight;
    }
    check(upperRange);
    check(hasLower ? lowerRange : 0);
    limit(upper);
    limit(lower);
  }

  private static void limit(int[] values) {
    for (int x = 0; x < values.length; x++) {
      values[x] = limited(values[x] + CENTRE);
    }
  }

  /** A value from 0 to 255; with a branch, the compiler would not take several at once. */
  static int limited(int value) {
    return ((255 - value) >> 31 | value) & ~(value >> 31) & 0xFF;
  }

  /** Checks values, to each of which the limit was added, all at once. */
  private static void check(int range) throws UnusualJpegException {
    if (range < 0 || range >= 2 * LIMIT) {
      throw new UnusualJpegException("samples");
    }
  }
}
