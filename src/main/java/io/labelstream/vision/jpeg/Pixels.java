package io.labelstream.vision.jpeg;

/**
 * Makes pixels, one for each block of luminance. A colour has one for each of its blocks too, or
 * four of a block where its resolution is half of luminance's.
 */
final class Pixels {

  private final Frame frame;
  private final Component luminance;
  private final int[] values;
  private final int[] row;

  /** A row of samples, or two where they come from the halves of blocks. */
  private final int[][] blue;

  private final int[][] red;

  private Pixels(Frame frame) {
    this.frame = frame;
    luminance = frame.luminance();
    values = new int[luminance.width()];
    row = new int[luminance.width()];
    // A block's right half may lie beyond the image.
    blue = new int[2][luminance.width() + 1];
    red = new int[2][luminance.width() + 1];
  }

  /** Writes all pixels of an image, row by row. */
  static void write(Frame frame, int[] pixels) throws UnusualJpegException {
    Pixels all = new Pixels(frame);
    for (int y = 0; y < frame.luminance().height(); y++) {
      all.writeRow(y, pixels);
    }
  }

  private void writeRow(int y, int[] pixels) throws UnusualJpegException {
    int width = luminance.width();
    BlockSamples.of(luminance, y, values);
    if (frame.isGrey()) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = values[x] * 0x0101_0100;
      }
      return;
    }
    int[] ofBlue = read(frame.components().get(1), y, blue);
    int[] ofRed = read(frame.components().get(2), y, red);
    for (int x = 0; x < row.length; x++) {
      row[x] = values[x] << 24 | ofBlue[x] << 16 | ofRed[x] << 8;
    }
    Ycbcr.toRgb(row, 0, width);
    System.arraycopy(row, 0, pixels, y * width, width);
  }

  /** Returns a colour's samples of a row, one for each pixel. */
  private int[] read(Component colour, int y, int[][] rows) throws UnusualJpegException {
    if (colour.hasLow()) {
      if (y % 2 == 0) {
        boolean hasLower = y + 1 < luminance.height();
        BlockSamples.ofQuarters(colour, y / 2, rows[0], rows[1], hasLower);
      }
      return rows[y % 2];
    }
    BlockSamples.of(colour, y >> (luminance.vertical() - colour.vertical()), rows[0]);
    if (colour.horizontal() < luminance.horizontal()) {
      for (int x = luminance.width() - 1; x > 0; x--) {
        rows[0][x] = rows[0][x / 2];
      }
    }
    return rows[0];
  }
}
