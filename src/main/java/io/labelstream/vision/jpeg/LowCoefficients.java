package io.labelstream.vision.jpeg;

import static io.labelstream.vision.jpeg.HuffmanCode.LENGTH_SHIFT;

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

  /** What {@link #read} returns is the next coefficient and, in the lowest bits, a length. */
  static final int COEFFICIENT_SHIFT = 8;

  static final int LENGTH_MASK = (1 << COEFFICIENT_SHIFT) - 1;

  /** Where a coefficient lies among those of its block. */
  private static final int[] INDEXES = {-1, 0, 1, -1, 2};

  private LowCoefficients() {}

  /** Sets a block's coefficient if it is one of these. */
  static void set(short[] low, int block, int coefficient, int value) {
    if (coefficient <= MAX && INDEXES[coefficient] >= 0) {
      low[COUNT * block + INDEXES[coefficient]] = (short) value;
    }
  }

  /**
   * Reads a block's AC coefficients up to the last of these, and maybe one behind it.
   *
   * @param bit the index of their first bit in the window
   * @return the next coefficient, as {@link SkipTable} counts them, and how many bits were read; or
   *     {@link McuReader#INVALID}
   */
  static int read(byte[] window, int bit, HuffmanCode code, short[] low, int block) {
    int at = bit;
    int coefficient = 1;
    while (coefficient <= MAX) {
      long bits = (long) McuReader.LONG.get(window, at >>> 3) << (at & 7);
      int found = code.first(bits);
      if (found == 0) {
        return McuReader.INVALID;
      }
      int symbol = found & 0xFF;
      int length = found >>> LENGTH_SHIFT;
      int size = SkipTable.valueBits(symbol);
      int coefficients = SkipTable.coefficients(symbol);
      at += length + size;
      if (coefficients == 0) {
        coefficient += SkipTable.END_OF_BLOCK;
      } else {
        coefficient += coefficients;
        if (size > 0) {
          set(low, block, coefficient - 1, SequentialReader.difference(bits << length, size));
        }
      }
    }
    return coefficient << COEFFICIENT_SHIFT | (at - bit);
  }
}
