package io.labelstream.vision.jpeg;

/**
 * Makes pixels, one for each block of luminance. A colour has one for each of its blocks too, or
 * four of a block where its resolution is half of luminance's.
 */
final class Pixels {

  private static final int CENTRE = 128;

  // JFIF's factors, as 16-bit fractions.
  private static final int HALF = 1 << 15;
  private static final int RED_OF_RED = 91_881;
  private static final int GREEN_OF_BLUE = 22_554;
  private static final int GREEN_OF_RED = 46_802;
  private static final int BLUE_OF_BLUE = 116_130;

  private final Frame frame;
  private final Component luminance;
  private final int[] blue;
  private final int[] red;

  private Pixels(Frame frame) {
    this.frame = frame;
    luminance = frame.luminance();
    blue = new int[luminance.width() + 1];
    red = new int[luminance.width() + 1];
  }

  /** Writes all pixels of an image, row by row. */
  static void write(Frame frame, int[] pixels) throws UnusualJpegException {
    Pixels all = new Pixels(frame);
    int[] values = new int[frame.luminance().width()];
    for (int y = 0; y < frame.luminance().height(); y++) {
      all.writeRow(y, values, pixels);
    }
  }

  private void writeRow(int y, int[] values, int[] pixels) throws UnusualJpegException {
    int width = luminance.width();
    BlockSamples.of(luminance, y, values);
    if (frame.isGrey()) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = values[x] * 0x0101_0100;
      }
      return;
    }
    readColour(frame.components().get(1), y, blue);
    readColour(frame.components().get(2), y, red);
    int step = luminance.horizontal() - frame.components().get(1).horizontal();
    int halves = frame.components().get(1).hasLow() ? 0 : step;
    for (int x = 0; x < width; x++) {
      int towardsBlue = blue[x >> halves] - CENTRE;
      int towardsRed = red[x >> halves] - CENTRE;
      int r = values[x] + ((RED_OF_RED * towardsRed + HALF) >> 16);
      int g = values[x] + ((HALF - GREEN_OF_BLUE * towardsBlue - GREEN_OF_RED * towardsRed) >> 16);
      int b = values[x] + ((BLUE_OF_BLUE * towardsBlue + HALF) >> 16);
      pixels[y * width + x] = limited(r) << 24 | limited(g) << 16 | limited(b) << 8;
    }
  }

  private void readColour(Component colour, int y, int[] samples) throws UnusualJpegException {
    int halves = luminance.vertical() - colour.vertical();
    if (colour.hasLow()) {
      BlockSamples.ofHalves(colour, y, samples);
    } else {
      BlockSamples.of(colour, y >> halves, samples);
    }
  }

  private static int limited(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
