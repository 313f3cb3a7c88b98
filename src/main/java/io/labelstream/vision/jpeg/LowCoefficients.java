package io.labelstream.vision.jpeg;

/**
 * The AC coefficients with the first frequency alone, across, down and both: what makes four pixels
 * of a block instead of one. Colours of half the resolution need them.
 */
final class LowCoefficients {

  /** Which they are, in the order of the scans. */
  static final int ACROSS = 1;

  static final int DOWN = 2;
  static final int BOTH = 4;

  static final int MAX = BOTH;

  /** How many there are of a block. */
  static final int COUNT = 3;

  /** Where a coefficient lies among those of its block. */
  private static final int[] INDEXES = {-1, 0, 1, -1, 2};

  private LowCoefficients() {}

  /** Sets a block's coefficient if it is one of these. */
  static void set(short[] low, int block, int coefficient, int value) {
    if (coefficient <= MAX && INDEXES[coefficient] >= 0) {
      low[COUNT * block + INDEXES[coefficient]] = (short) value;
    }
  }
}
