package io.labelstream.vision.jpeg;

import static io.labelstream.vision.jpeg.HuffmanCode.LENGTH_SHIFT;

import java.util.Arrays;

/** Reads a scan that is not progressive, and steps over its AC coefficients. */
final class SequentialReader implements McuReader {

  private static final int END = Component.COEFFICIENTS;

  private final McuBlocks blocks;
  private final int[] predictions;

  SequentialReader(McuBlocks blocks) {
    this.blocks = blocks;
    predictions = new int[blocks.count];
  }

  @Override
  public void restart() {
    Arrays.fill(predictions, 0);
  }

  /**
   * Nearly all of a large image's time goes here, so 64 bits that begin with the next one stay in
   * local variables, of which {@code valid} count, and {@code at} is the byte behind these. Bits
   * beyond them are the right ones too or zero, so that it does no harm to set them again.
   */
  @Override
  public int read(byte[] window, int bit, int mcus) {
    int at = bit >>> 3;
    int valid = 56 - (bit & 7);
    long bits = (long) LONG.get(window, at) << (bit & 7);
    at += 7;
    int range = 0;
    int count = blocks.count;
    HuffmanCode[] dcCodes = blocks.dcCode;
    HuffmanCode[] acCodes = blocks.acCode;
    char[][] skips = blocks.skip;
    int[] components = blocks.component;
    int[] targets = blocks.next;
    int[] steps = blocks.step;
    short[][] dcs = blocks.dc;
    short[][] lows = blocks.low;
    for (int mcu = 0; mcu < mcus; mcu++) {
      for (int block = 0; block < count; block++) {
        bits |= (long) LONG.get(window, at) >>> valid;
        at += (63 - valid) >>> 3;
        valid |= 56;
        HuffmanCode code = dcCodes[block];
        int found = code.first(bits);
        if (found == 0) {
          return INVALID;
        }
        int length = found >>> LENGTH_SHIFT;
        int size = found & 0xFF;
        bits <<= length;
        int component = components[block];
        int dc = predictions[component] + difference(bits, size);
        predictions[component] = dc;
        range |= dc - Short.MIN_VALUE;
        int target = targets[block];
        dcs[block][target] = (short) dc;
        targets[block] = target + steps[block];
        bits <<= size;
        valid -= length + size;

        char[] skip = skips[block];
        int coefficient = 1;
        if (lows[block].length > 0) {
          int next = (at << 3) - valid;
          int low = LowCoefficients.read(window, next, acCodes[block], lows[block], target);
          if (low == INVALID) {
            return INVALID;
          }
          next += low & LowCoefficients.LENGTH_MASK;
          coefficient = low >>> LowCoefficients.COEFFICIENT_SHIFT;
          at = (next >>> 3) + 7;
          valid = 56 - (next & 7);
          bits = (long) LONG.get(window, next >>> 3) << (next & 7);
        }
        while (!isWhole(coefficient)) {
          int step;
          // Two steps take 56 bits at the most.
          while (true) {
            step = skip[(int) (bits >>> (64 - SkipTable.BITS))];
            bits <<= step & SkipTable.LENGTH_MASK;
            valid -= step & SkipTable.LENGTH_MASK;
            coefficient += step >>> SkipTable.COEFFICIENTS_SHIFT;
            if (coefficient >= END) {
              break;
            }
            bits |= (long) LONG.get(window, at) >>> valid;
            at += (63 - valid) >>> 3;
            valid |= 56;
            step = skip[(int) (bits >>> (64 - SkipTable.BITS))];
            bits <<= step & SkipTable.LENGTH_MASK;
            valid -= step & SkipTable.LENGTH_MASK;
            coefficient += step >>> SkipTable.COEFFICIENTS_SHIFT;
            if (coefficient >= END) {
              break;
            }
          }
          if (!isWhole(coefficient)) {
            int next = (at << 3) - valid;
            if (coefficient >= SkipTable.UNKNOWN) {
              coefficient -= SkipTable.UNKNOWN;
            } else {
              // The step went beyond the block, so its last codes belong to the next one.
              next -= step & SkipTable.LENGTH_MASK;
              coefficient -= step >>> SkipTable.COEFFICIENTS_SHIFT;
            }
            int one = single(window, next, acCodes[block]);
            next += one & SkipTable.LENGTH_MASK;
            coefficient += one >>> SkipTable.COEFFICIENTS_SHIFT;
            if (one == INVALID || (coefficient > END && !isWhole(coefficient))) {
              return INVALID;
            }
            at = (next >>> 3) + 7;
            valid = 56 - (next & 7);
            bits = (long) LONG.get(window, next >>> 3) << (next & 7);
          }
        }
      }
    }
    return range >>> Short.SIZE == 0 ? (at << 3) - valid : INVALID;
  }

  /** Whether a block has come to an end with all of its coefficients. */
  private static boolean isWhole(int coefficient) {
    return coefficient == END
        || (coefficient > SkipTable.END_OF_BLOCK && coefficient < SkipTable.END_OF_BLOCK + END);
  }

  /** The value of so many bits, of which the half with a leading 0 is negative, T.81 F.2.2.1. */
  static int difference(long bits, int size) {
    int value = (int) (bits >>> 1 >>> (63 - size));
    int isNegative = (int) (~bits >> 63);
    return value - (isNegative & ((1 << size) - 1));
  }

  /** A step over one code, as {@link SkipTable} has it. */
  private static int single(byte[] window, int bit, HuffmanCode code) {
    long bits = (long) LONG.get(window, bit >>> 3) << (bit & 7);
    int found = code.first(bits);
    if (found == 0) {
      return INVALID;
    }
    int symbol = found & 0xFF;
    int coefficients = SkipTable.coefficients(symbol);
    return (coefficients == 0 ? SkipTable.END_OF_BLOCK : coefficients)
            << SkipTable.COEFFICIENTS_SHIFT
        | (found >>> LENGTH_SHIFT) + SkipTable.valueBits(symbol);
  }
}
