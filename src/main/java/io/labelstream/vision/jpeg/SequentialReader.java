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

  @Override
  public int read(byte[] window, int bit, int mcus) {
    // Nearly all of a large image's time goes here, most of it in look-ups that wait for each
    // other. So the bits, which begin with the one at "at", are made of those that were fetched
    // while their length was looked up. At least 29 of them are right: of the 57 or more that are
    // fetched, a step takes 28 at the most, and a DC coefficient 27.
    int at = bit;
    long bits = McuReader.bits(window, at);
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
    LowTable[] lowTables = blocks.lowTable;
    for (int mcu = 0; mcu < mcus; mcu++) {
      for (int block = 0; block < count; block++) {
        int found = dcCodes[block].first(bits);
        if (found == 0) {
          return INVALID;
        }
        int length = found >>> LENGTH_SHIFT;
        int size = found & 0xFF;
        bits = McuReader.bits(window, at) << length;
        int component = components[block];
        int dc = predictions[component] + difference(bits, size);
        predictions[component] = dc;
        range |= dc - Short.MIN_VALUE;
        int target = targets[block];
        dcs[block][target] = (short) dc;
        targets[block] = target + steps[block];
        bits <<= size;
        at += length + size;

        if (lows[block].length > 0) {
          lowTables[block].read(window, at, lows[block], target);
        }
        char[] skip = skips[block];
        int coefficient = 1;
        do {
          int step;
          do {
            step = skip[(int) (bits >>> (Long.SIZE - SkipTable.BITS))];
            // A long is shifted by the lowest six bits alone, which are the step's length.
            bits = McuReader.bits(window, at) << step;
            at += step & SkipTable.LENGTH_MASK;
            coefficient += step >>> SkipTable.COEFFICIENTS_SHIFT;
          } while (coefficient < END);
          if (!isWhole(coefficient)) {
            if (coefficient >= SkipTable.UNKNOWN) {
              coefficient -= SkipTable.UNKNOWN;
            } else {
              // The step went beyond the block, so its last codes belong to the next one.
              at -= step & SkipTable.LENGTH_MASK;
              coefficient -= step >>> SkipTable.COEFFICIENTS_SHIFT;
            }
            int one = single(McuReader.bits(window, at), acCodes[block]);
            at += one & SkipTable.LENGTH_MASK;
            coefficient += one >>> SkipTable.COEFFICIENTS_SHIFT;
            if (one == INVALID || (coefficient > END && !isWhole(coefficient))) {
              return INVALID;
            }
            bits = McuReader.bits(window, at);
          }
        } while (!isWhole(coefficient));
      }
    }
    return range >>> Short.SIZE == 0 ? at : INVALID;
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
  private static int single(long bits, HuffmanCode code) {
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
