package io.labelstream.vision.jpeg;

/**
 * The blocks of an MCU, in the order in which a scan has them: by number, whose they are, where
 * they belong, and the tables for them.
 */
final class McuBlocks {

  final int count;

  /** Numbers of the scan's components. */
  final int[] component;

  final short[][] dc;

  /** The low coefficients of their components, or an empty array. */
  final short[][] low;

  /** Where the blocks of the next MCU belong in {@link #dc}. */
  final int[] next;

  /** How far it is to the same block of the MCU on the right. */
  final int[] step;

  final HuffmanCode[] dcCode;
  final HuffmanCode[] acCode;
  final char[][] skip;
  final LowTable[] lowTable;

  /** Where the blocks of the first MCU belong, and how far it is to the same blocks below. */
  private final int[] origin;

  private final int[] stepDown;

  private McuBlocks(int count) {
    this.count = count;
    component = new int[count];
    dc = new short[count][];
    low = new short[count][];
    next = new int[count];
    step = new int[count];
    dcCode = new HuffmanCode[count];
    acCode = new HuffmanCode[count];
    skip = new char[count][];
    lowTable = new LowTable[count];
    origin = new int[count];
    stepDown = new int[count];
  }

  static McuBlocks of(Scan scan, Frame frame, Tables tables) throws UnusualJpegException {
    McuBlocks blocks = new McuBlocks(scan.blocksPerMcu());
    int block = 0;
    for (int i = 0; i < scan.components().size(); i++) {
      Scan.Part part = scan.components().get(i);
      Component component = part.component();
      int across = scan.isInterleaved() ? component.horizontal() : 1;
      int down = scan.isInterleaved() ? component.vertical() : 1;
      for (int y = 0; y < down; y++) {
        for (int x = 0; x < across; x++) {
          blocks.component[block] = i;
          blocks.dc[block] = component.dc();
          blocks.low[block] = component.low();
          blocks.origin[block] = y * component.stride() + x;
          blocks.step[block] = across;
          blocks.stepDown[block] = down * component.stride();
          if (scan.hasDc() && !scan.isRefinement()) {
            blocks.dcCode[block] = tables.dcCode(part.dcTable());
          }
          if (!scan.hasDc() || !frame.isProgressive()) {
            blocks.acCode[block] = tables.acCode(part.acTable());
          }
          if (!frame.isProgressive()) {
            blocks.skip[block] = tables.skipTable(part.acTable()).steps();
            if (component.hasLow()) {
              blocks.lowTable[block] = tables.lowTable(part.acTable());
            }
          }
          block++;
        }
      }
    }
    return blocks;
  }

  void goToRow(int row) {
    for (int block = 0; block < count; block++) {
      next[block] = origin[block] + row * stepDown[block];
    }
  }
}
