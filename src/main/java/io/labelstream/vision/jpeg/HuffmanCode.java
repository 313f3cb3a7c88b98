package io.labelstream.vision.jpeg;

import java.util.Arrays;

/** A Huffman code of a JPEG, ITU-T T.81 annex C, with a table for the codes that are usual. */
final class HuffmanCode {

  static final int MAX_LENGTH = 16;

  /** The codes up to this length are looked up at once. */
  static final int QUICK_BITS = 10;

  /** How a symbol and its code's length are packed: {@code length << LENGTH_SHIFT | symbol}. */
  static final int LENGTH_SHIFT = 8;

  private final byte[] counts;
  private final byte[] symbols;

  /** By length, the first value of 16 bits that begins with a longer code. */
  private final int[] limits = new int[MAX_LENGTH + 1];

  /** By length, what to add to a code for the index of its symbol. */
  private final int[] offsets = new int[MAX_LENGTH + 1];

  private final char[] quick = new char[1 << QUICK_BITS];

  /**
   * Makes the code.
   *
   * @param counts how many codes there are of the lengths 1 to 16
   * @throws UnusualJpegException if there are more than fit, or one is of ones alone
   */
  HuffmanCode(byte[] counts, byte[] symbols) throws UnusualJpegException {
    this.counts = counts;
    this.symbols = symbols;
    int code = 0;
    int index = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      int count = counts[length - 1] & 0xFF;
      offsets[length] = index - code;
      code += count;
      index += count;
      if (count > 0 && code >= 1 << length) {
        throw new UnusualJpegException("Huffman code that is too full");
      }
      limits[length] = code << (MAX_LENGTH - length);
      code <<= 1;
    }
    for (int bits = 0; bits < quick.length; bits++) {
      int found = find(bits << (MAX_LENGTH - QUICK_BITS));
      quick[bits] = (char) (found >>> LENGTH_SHIFT <= QUICK_BITS ? found : 0);
    }
  }

  boolean isDefinedBy(byte[] otherCounts, byte[] otherSymbols) {
    return Arrays.equals(counts, otherCounts) && Arrays.equals(symbols, otherSymbols);
  }

  /** The largest of its symbols, or 0 if it has none. */
  int largestSymbol() {
    int largest = 0;
    for (byte symbol : symbols) {
      largest = Math.max(largest, symbol & 0xFF);
    }
    return largest;
  }

  /** Symbols with their codes' lengths by the next {@link #QUICK_BITS} bits, 0 for longer codes. */
  char[] quick() {
    return quick;
  }

  /**
   * Returns the first symbol of some data.
   *
   * @param bits the next 64 bits, of which those behind {@link #MAX_LENGTH} do not count
   * @return it and its code's length, or 0 if no code begins so
   */
  int first(long bits) {
    int found = quick[(int) (bits >>> (64 - QUICK_BITS))];
    return found == 0 ? find((int) (bits >>> (64 - MAX_LENGTH))) : found;
  }

  /**
   * Returns the symbol whose code some data begin with.
   *
   * @param bits the next 16 bits
   * @return it and its code's length, or 0 if no code begins so
   */
  int find(int bits) {
    for (int length = 1; length <= MAX_LENGTH; length++) {
      if (bits < limits[length]) {
        int symbol = symbols[offsets[length] + (bits >>> (MAX_LENGTH - length))] & 0xFF;
        return length << LENGTH_SHIFT | symbol;
      }
    }
    return 0;
  }
}
