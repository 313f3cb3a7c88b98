package io.labelstream.vision.jpeg;

/** Reads a scan with one more bit of each DC coefficient of a progressive image. */
final class RefinementReader implements McuReader {

  private final McuBlocks blocks;
  private final int low;

  /**
   * Makes a reader.
   *
   * @param low the number of the bit, 0 for the lowest
   */
  RefinementReader(McuBlocks blocks, int low) {
    this.blocks = blocks;
    this.low = low;
  }

  @Override
  public void restart() {
    // A bit does not depend on those before it.
  }

  @Override
  public int read(byte[] window, int bit, int mcus) {
    int at = bit;
    for (int mcu = 0; mcu < mcus; mcu++) {
      for (int block = 0; block < blocks.count; block++) {
        int value = window[at >>> 3] >>> (7 - (at & 7)) & 1;
        int target = blocks.next[block];
        blocks.dc[block][target] |= (short) (value << low);
        blocks.next[block] = target + blocks.step[block];
        at++;
      }
    }
    return at;
  }
}
