package io.labelstream.vision.jpeg;

/** Reads a scan, from restart to restart. */
final class ScanReader {

  /** MCUs that are read at a time, for which there must be data at hand. */
  private static final int RUN = ScanData.READ_AHEAD / McuReader.MAX_MCU_BYTES;

  private ScanReader() {}

  /**
   * Reads a scan to its end.
   *
   * @param data at the scan's beginning
   * @throws UnusualJpegException if they are no such scan
   */
  static void read(Scan scan, Frame frame, Tables tables, ScanData data)
      throws UnusualJpegException {
    McuBlocks blocks = McuBlocks.of(scan, frame, tables);
    McuReader reader = McuReader.of(scan, frame, blocks);
    Component component = scan.components().get(0).component();
    int across = scan.isInterleaved() ? frame.mcusAcross() : component.width();
    int down = scan.isInterleaved() ? frame.mcusDown() : component.height();
    int interval = tables.restartInterval();
    int untilRestart = interval == 0 ? Integer.MAX_VALUE : interval;
    int restarts = 0;
    for (int row = 0; row < down; row++) {
      blocks.goToRow(row);
      int left = across;
      while (left > 0) {
        if (untilRestart == 0) {
          data.restart(restarts++);
          reader.restart();
          untilRestart = interval;
        }
        int mcus = Math.min(RUN, Math.min(left, untilRestart));
        int next = reader.read(data.window(), data.bit(), mcus);
        if (next == McuReader.INVALID) {
          throw new UnusualJpegException("invalid code");
        }
        data.goTo(next);
        left -= mcus;
        untilRestart -= mcus;
      }
    }
  }
}
