package io.labelstream.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds the orientation tag, 0x0112, in the first directory of an EXIF block.
 *
 * <p>Only the orientation of EXIF is needed, once per image and in microseconds. A metadata library
 * would read the rest too, thumbnails and maker notes included, and inflate what a stranger wrote.
 */
final class ExifOrientation {

  /** The stored rows and columns are the image's own, from the top and from the left. */
  static final int NORMAL = 1;

  /** JPEG names an EXIF segment by this; some encoders put it into PNG and WebP as well. */
  static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private static final int LITTLE_ENDIAN = 0x4949;
  private static final int BIG_ENDIAN = 0x4D4D;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_SIZE = 12;

  private ExifOrientation() {}

  /** The orientation, 1 to 8; {@link #NORMAL} where the block has none or is damaged. */
  static int read(ByteBuffer block) {
    ByteBuffer tiff = hasPrefix(block) ? tail(block, PREFIX.length) : block.slice();
    int length = tiff.limit();
    if (length < 8 || !isStart(tiff)) {
      return NORMAL;
    }
    tiff.order(tiff.getShort(0) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
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

  static boolean hasPrefix(ByteBuffer block) {
    return block.remaining() >= PREFIX.length
        && block.slice(block.position(), PREFIX.length).equals(ByteBuffer.wrap(PREFIX));
  }

  /** Whether a block starts here; otherwise it goes on where the segment before it broke off. */
  static boolean isStart(ByteBuffer block) {
    if (block.remaining() < 2) {
      return false;
    }
    int byteOrder = block.getShort(block.position());
    return byteOrder == LITTLE_ENDIAN || byteOrder == BIG_ENDIAN;
  }

  static ByteBuffer tail(ByteBuffer block, int start) {
    return block.slice(block.position() + start, block.remaining() - start);
  }
}
