package io.labelstream.vision.jpeg;

import static io.labelstream.vision.jpeg.HuffmanCode.LENGTH_SHIFT;

/**
 * A table that reads the {@link LowCoefficients} of a block that is not progressive.
 *
 * <p>By the next {@link #BITS} bits it tells the value that begins there, with its code. As a code
 * stands for one coefficient at least, four of them reach as far as the last of these. So always
 * four are read, and what is behind the last goes where it is of no use: branches that depend on
 * the data would cost more.
 */
final class LowTable {

  /** The more, the fewer blocks are read code by code: of a photograph's, some 9 %. */
  static final int BITS = 11;

  /** An entry is, from its lowest bits on, a length in bits, an advance, and a value. */
  private static final int ADVANCE_SHIFT = 6;

  private static final int ADVANCE_MASK = 0x3F;
  private static final int VALUE_SHIFT = 16;

  /** The advance behind the last coefficient, from any. */
  private static final int FAR = LowCoefficients.MAX + 1;

  /** The advance where code and value do not fit into the bits, more than all others add up to. */
  private static final int UNKNOWN = 32;

  private final HuffmanCode code;
  private final int[] entries = new int[1 << BITS];

  /** A block's values by the sum of their advances. */
  private final short[] values = new short[LowCoefficients.MAX * UNKNOWN + 1];

  LowTable(HuffmanCode code) {
    this.code = code;
    for (int bits = 0; bits < entries.length; bits++) {
      entries[bits] = entry((long) bits << (Long.SIZE - BITS));
    }
  }

  private int entry(long bits) {
    int found = code.first(bits);
    int symbol = found & 0xFF;
    int length = found >>> LENGTH_SHIFT;
    int size = SkipTable.valueBits(symbol);
    if (found == 0 || length + size > BITS) {
      return UNKNOWN << ADVANCE_SHIFT;
    }
    int coefficients = SkipTable.coefficients(symbol);
    int advance = coefficients == 0 ? FAR : Math.min(coefficients, FAR);
    int value = SequentialReader.difference(bits << length, size);
    return value << VALUE_SHIFT | advance << ADVANCE_SHIFT | length + size;
  }

  /**
   * Reads a block's coefficients. A code that is not valid is left to whoever steps over the block.
   *
   * @param bit the index of their first bit in the window
   */
  void read(byte[] window, int bit, short[] low, int block) {
    values[LowCoefficients.ACROSS] = 0;
    values[LowCoefficients.DOWN] = 0;
    values[LowCoefficients.BOTH] = 0;
    long bits = McuReader.bits(window, bit);
    int coefficient = 0;
    for (int i = 0; i < LowCoefficients.MAX; i++) {
      int entry = entries[(int) (bits >>> (Long.SIZE - BITS))];
      coefficient += entry >>> ADVANCE_SHIFT & ADVANCE_MASK;
      values[coefficient] = (short) (entry >> VALUE_SHIFT);
      // A long is shifted by the lowest six bits alone, which are the length.
      bits <<= entry;
    }
    if (coefficient % UNKNOWN < LowCoefficients.MAX) {
      readByCodes(window, bit, low, block);
    } else {
      int at = LowCoefficients.COUNT * block;
      low[at] = values[LowCoefficients.ACROSS];
      low[at + 1] = values[LowCoefficients.DOWN];
      low[at + 2] = values[LowCoefficients.BOTH];
    }
  }

  private void readByCodes(byte[] window, int bit, short[] low, int block) {
    int at = bit;
    int coefficient = 0;
    while (coefficient < LowCoefficients.MAX) {
      long bits = McuReader.bits(window, at);
      int found = code.first(bits);
      int symbol = found & 0xFF;
      int size = SkipTable.valueBits(symbol);
      if (found == 0 || SkipTable.coefficients(symbol) == 0) {
        return;
      }
      int length = found >>> LENGTH_SHIFT;
      at += length + size;
      coefficient += SkipTable.coefficients(symbol);
      LowCoefficients.set(
          low, block, coefficient, SequentialReader.difference(bits << length, size));
    }
  }
}
