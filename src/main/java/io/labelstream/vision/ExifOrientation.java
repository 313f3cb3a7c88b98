package io.labelstream.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the orientation tag, 0x0112, in the first directory of an EXIF block.
 *
 * <p>Orientation is all that is wanted of EXIF, once per photograph and in microseconds; a metadata
 * library reads the rest, thumbnails and maker notes included, and inflates what a stranger wrote.
 */
final class ExifOrientation {

  /** The stored rows are the picture's rows from the top, the columns those from the left. */
  static final int NORMAL = 1;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_SIZE = 12;

  private ExifOrientation() {}

  /** The orientation, 1 to 8; {@link #NORMAL} where the block has none or is damaged. */
  static int read(ByteBuffer file, int start, int length) {
    if (length < 8 || start > file.limit() - length) {
      return NORMAL;
    }
    ByteBuffer tiff = file.slice(start, length);
    int byteOrder = tiff.getShort(0);
    if (byteOrder == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    } else if (byteOrder != 0x4D4D) {
      return NORMAL;
    }
    int directory = tiff.getInt(4);
    if (directory < 0 || directory > length - 2) {
      return NORMAL;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_SIZE;
      if (entry > length - ENTRY_SIZE) {
        return NORMAL;
      }
      if ((tiff.getShort(entry) & 0xFFFF) == TAG && tiff.getShort(entry + 2) == SHORT) {
        int orientation = tiff.getShort(entry + 8);
        return orientation >= 1 && orientation <= 8 ? orientation : NORMAL;
      }
    }
    return NORMAL;
  }
}
