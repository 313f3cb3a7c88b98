package io.labelstream.vision;

import io.labelstream.vision.jpeg.Ycbcr;

/** What the bytes of a decoded image's pixels are, from an int's top byte down. */
enum PixelLayout {
  /** Red, green and blue; the lowest byte means nothing. */
  RGB,

  /** Red, green and blue, not multiplied by the opacity, which is the lowest byte. */
  RGBA,

  /** Luminance, blue and red as JFIF has them; the lowest byte means nothing. */
  YCBCR;

  /**
   * Makes pixels red, green and blue; what is not opaque is laid onto white.
   *
   * @param from the first pixel
   * @param to the index after the last one
   */
  void toRgb(int[] pixels, int from, int to) {
    switch (this) {
      case RGBA -> layOntoWhite(pixels, from, to);
      case YCBCR -> Ycbcr.toRgb(pixels, from, to);
      case RGB -> {
        // They are that already.
      }
    }
  }

  private static void layOntoWhite(int[] pixels, int from, int to) {
    for (int x = from; x < to; x++) {
      int pixel = pixels[x];
      int alpha = pixel & 0xFF;
      int red = blend(pixel >>> 24, alpha);
      int green = blend(pixel >>> 16 & 0xFF, alpha);
      int blue = blend(pixel >>> 8 & 0xFF, alpha);
      pixels[x] = red << 24 | green << 16 | blue << 8;
    }
  }

  private static int blend(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
