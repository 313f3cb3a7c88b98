package io.labelstream.vision.jpeg;

/**
 * Luminance and two colours as red, green and blue, bit by bit as libjpeg makes them.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/jfif3.pdf">JFIF 1.02, conversion to and from
 *     RGB</a>
 */
public final class Ycbcr {

  private static final int CENTRE = 128;

  // JFIF's factors, as 16-bit fractions.
  private static final int HALF = 1 << 15;
  private static final int RED_OF_RED = 91_881;
  private static final int GREEN_OF_BLUE = 22_554;
  private static final int GREEN_OF_RED = 46_802;
  private static final int BLUE_OF_BLUE = 116_130;

  private Ycbcr() {}

  /**
   * Turns pixels of luminance, blue and red into those of red, green and blue, each from an int's
   * top byte down. The compiler takes several pixels at once in a loop over one array, and would
   * not over one for each of the three.
   *
   * @param from the first pixel
   * @param to the index after the last one
   */
  public static void toRgb(int[] pixels, int from, int to) {
    for (int x = from; x < to; x++) {
      int pixel = pixels[x];
      pixels[x] = toRgb(pixel >>> 24, pixel >>> 16 & 0xFF, pixel >>> 8 & 0xFF);
    }
  }

  /** A pixel of samples from 0 to 255. */
  static int toRgb(int luminance, int ofBlue, int ofRed) {
    int blueness = ofBlue - CENTRE;
    int redness = ofRed - CENTRE;
    int red = luminance + ((RED_OF_RED * redness + HALF) >> 16);
    int green = luminance + ((HALF - GREEN_OF_BLUE * blueness - GREEN_OF_RED * redness) >> 16);
    int blue = luminance + ((BLUE_OF_BLUE * blueness + HALF) >> 16);
    return BlockSamples.limited(red) << 24
        | BlockSamples.limited(green) << 16
        | BlockSamples.limited(blue) << 8;
  }
}
