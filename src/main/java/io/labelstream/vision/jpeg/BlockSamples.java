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
      samples[x] = sample(value);
    }
    check(range);
  }

  /**
   * Takes the means of the left and the right half of each block in a row of halves.
   *
   * @param row the number of the halves, two of which make a row of blocks
   * @param samples as many as there are pixels across, and one more
   */
  static void ofHalves(Component component, int row, int[] samples) throws UnusualJpegException {
    short[] dc = component.dc();
    short[] low = component.low();
    int[] quantizers = component.quantizers();
    long ofDc = OF_DC * quantizers[0];
    long across = OF_ONE * quantizers[LowCoefficients.ACROSS];
    boolean isUpper = (row & 1) == 0;
    long down = (isUpper ? OF_ONE : -OF_ONE) * quantizers[LowCoefficients.DOWN];
    long both = (isUpper ? OF_BOTH : -OF_BOTH) * quantizers[LowCoefficients.BOTH];
    int start = (row >> 1) * component.stride();
    int range = 0;
    for (int x = 0; 2 * x + 1 < samples.length; x++) {
      int at = LowCoefficients.COUNT * (start + x);
      long middle = dc[start + x] * ofDc + low[at + 1] * down + (1 << 15);
      long difference = low[at] * across + low[at + 2] * both;
      int left = (int) ((middle + difference) >> 16);
      int right = (int) ((middle - difference) >> 16);
      range |= left + LIMIT | right + LIMIT;
      samples[2 * x] = sample(left);
      samples[2 * x + 1] = sample(right);
    }
    check(range);
  }

  private static int sample(int value) {
    return Math.max(0, Math.min(255, value + CENTRE));
  }

  /** Checks values, to each of which the limit was added, all at once. */
  private static void check(int range) throws UnusualJpegException {
    if (range < 0 || range >= 2 * LIMIT) {
      throw new UnusualJpegException("samples");
    }
  }
}
