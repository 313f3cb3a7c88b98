package io.labelstream.vision.jpeg;

import static io.labelstream.vision.jpeg.HuffmanCode.LENGTH_SHIFT;

/** Reads the {@link LowCoefficients} in the first scan of a progressive image that has them. */
final class FirstAcReader implements McuReader {

  private static final int LONGEST_RUN = 15;

  private final McuBlocks blocks;
  private final Scan scan;

  /** In how many of the next blocks all coefficients are zero. */
  private int emptyBlocks;

  FirstAcReader(McuBlocks blocks, Scan scan) {
    this.blocks = blocks;
    this.scan = scan;
  }

  @Override
  public void restart() {
    emptyBlocks = 0;
  }

  @Override
  public int read(byte[] window, int bit, int mcus) {
    int at = bit;
    for (int mcu = 0; mcu < mcus; mcu++) {
      if (emptyBlocks > 0) {
        emptyBlocks--;
      } else {
        at = readBlock(window, at);
        if (at == INVALID) {
          return INVALID;
        }
      }
      blocks.next[0] += blocks.step[0];
    }
    return at;
  }

  private int readBlock(byte[] window, int bit) {
    HuffmanCode code = blocks.acCode[0];
    int at = bit;
    int coefficient = scan.first();
    long bits = McuReader.bits(window, at);
    while (coefficient <= scan.last()) {
      int found = code.first(bits);
      if (found == 0) {
        return INVALID;
      }
      int length = found >>> LENGTH_SHIFT;
      int run = (found & 0xFF) >>> 4;
      int size = found & 0x0F;
      bits = McuReader.bits(window, at) << length;
      at += length;
      if (size == 0 && run < LONGEST_RUN) {
        // The run of empty blocks, in as many bits as the symbol says, begins with this one.
        emptyBlocks = (1 << run) + (int) (bits >>> 1 >>> (63 - run)) - 1;
        return at + run;
      }
      coefficient += run;
      if (size > 0) {
        int value = SequentialReader.difference(bits, size) << scan.low();
        LowCoefficients.set(blocks.low[0], blocks.next[0], coefficient, value);
      }
      bits <<= size;
      at += size;
      coefficient++;
    }
    return coefficient == scan.last() + 1 ? at : INVALID;
  }
}
