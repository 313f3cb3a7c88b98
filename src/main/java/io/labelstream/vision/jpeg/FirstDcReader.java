package io.labelstream.vision.jpeg;

import static io.labelstream.vision.jpeg.HuffmanCode.LENGTH_SHIFT;

import java.util.Arrays;

/** Reads the first scan of a progressive image's DC coefficients. */
final class FirstDcReader implements McuReader {

  private final McuBlocks blocks;
  private final int low;
  private final int[] predictions;

  /**
   * Makes a reader.
   *
   * @param low how many of the lowest bits are to come in other scans
   */
  FirstDcReader(McuBlocks blocks, int low) {
    this.blocks = blocks;
    this.low = low;
    predictions = new int[blocks.count];
  }

  @Override
  public void restart() {
    Arrays.fill(predictions, 0);
  }

  @Override
  public int read(byte[] window, int bit, int mcus) {
    int at = bit;
    long bits = McuReader.bits(window, at);
    int range = 0;
    for (int mcu = 0; mcu < mcus; mcu++) {
      for (int block = 0; block < blocks.count; block++) {
        int found = blocks.dcCode[block].first(bits);
        if (found == 0) {
          return INVALID;
        }
        int length = found >>> LENGTH_SHIFT;
        int size = found & 0xFF;
        bits = McuReader.bits(window, at) << length;
        int component = blocks.component[block];
        int dc = predictions[component] + SequentialReader.difference(bits, size);
        predictions[component] = dc;
        range |= dc + (1 << (15 - low));
        int target = blocks.next[block];
        blocks.dc[block][target] = (short) (dc << low);
        blocks.next[block] = target + blocks.step[block];
        bits <<= size;
        at += length + size;
      }
    }
    return range >>> (Short.SIZE - low) == 0 ? at : INVALID;
  }
}
