package io.labelstream.vision.jpeg;

/**
 * A table that steps over a block's AC coefficients, several of them at once.
 *
 * <p>By the next {@link #BITS} bits it tells how many bits and how many coefficients the codes take
 * that begin there, the bits of their values included. The values themselves are never looked at,
 * so those of the last code may lie beyond the bits that are looked up.
 */
final class SkipTable {

  /** A larger table takes fewer steps, but leaves the first cache. */
  static final int BITS = 13;

  /** The lowest bits of an entry are the bits that it takes, the others its coefficients. */
  static final int COEFFICIENTS_SHIFT = 6;

  static final int LENGTH_MASK = (1 << COEFFICIENTS_SHIFT) - 1;

  /** Added to the coefficients where the block ends. */
  static final int END_OF_BLOCK = 128;

  /** The coefficients where the first code is longer than what is looked up, or there is none. */
  static final int UNKNOWN = 512;

  private static final int LAST_COEFFICIENT = 63;
  private static final int RUN_OF_ZEROS = 0xF0;

  private final char[] steps = new char[1 << BITS];

  SkipTable(HuffmanCode code) {
    for (int bits = 0; bits < steps.length; bits++) {
      steps[bits] = (char) step(code, bits << (HuffmanCode.MAX_LENGTH - BITS));
    }
  }

  char[] steps() {
    return steps;
  }

  /** How many coefficients a symbol stands for, or 0 if the block ends with it. */
  static int coefficients(int symbol) {
    return isEndOfBlock(symbol) ? 0 : 1 + (symbol >>> 4);
  }

  /** How many bits of a value follow a symbol's code. */
  static int valueBits(int symbol) {
    return symbol & 0x0F;
  }

  private static boolean isEndOfBlock(int symbol) {
    return valueBits(symbol) == 0 && symbol != RUN_OF_ZEROS;
  }

  private static int step(HuffmanCode code, int bits) {
    int length = 0;
    int coefficients = 0;
    while (length < BITS) {
      int found = code.find(bits << length & 0xFFFF);
      int symbol = found & 0xFF;
      int next = length + (found >>> HuffmanCode.LENGTH_SHIFT);
      if (found == 0 || next > BITS) {
        break;
      }
      if (isEndOfBlock(symbol)) {
        return (coefficients + END_OF_BLOCK) << COEFFICIENTS_SHIFT | next;
      }
      if (coefficients + coefficients(symbol) > LAST_COEFFICIENT) {
        break;
      }
      coefficients += coefficients(symbol);
      length = next + valueBits(symbol);
    }
    return length == 0
        ? UNKNOWN << COEFFICIENTS_SHIFT
        : coefficients << COEFFICIENTS_SHIFT | length;
  }
}
