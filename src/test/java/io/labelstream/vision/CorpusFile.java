package io.labelstream.vision;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;

/**
 * An encoded image and what it stands for.
 *
 * @param upright the picture as a viewer shows it on white, in RGB
 */
record CorpusFile(String name, ByteBuffer encoded, BufferedImage upright) {

  CorpusFile(String name, byte[] encoded, BufferedImage upright) {
    this(name, ByteBuffer.wrap(encoded), upright);
  }

  @Override
  public String toString() {
    return name;
  }

  /** The picture that is shown for stored pixels with this orientation, EXIF 2.32, tag 0x0112. */
  static BufferedImage turned(BufferedImage stored, int orientation) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    boolean swaps = orientation >= 5;
    BufferedImage upright =
        new BufferedImage(
            swaps ? height : width, swaps ? width : height, BufferedImage.TYPE_INT_RGB);
    int right = width - 1;
    int bottom = height - 1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = stored.getRGB(x, y);
        switch (orientation) {
          case 2 -> upright.setRGB(right - x, y, colour);
          case 3 -> upright.setRGB(right - x, bottom - y, colour);
          case 4 -> upright.setRGB(x, bottom - y, colour);
          case 5 -> upright.setRGB(y, x, colour);
          case 6 -> upright.setRGB(bottom - y, x, colour);
          case 7 -> upright.setRGB(bottom - y, right - x, colour);
          case 8 -> upright.setRGB(y, right - x, colour);
          default -> upright.setRGB(x, y, colour);
        }
      }
    }
    return upright;
  }

  /** A TIFF header and one directory with the orientation alone, big-endian. */
  static byte[] exif(int orientation) {
    return new byte[] {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
  }
}
