package io.labelstream.vision;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A PNG file without the chunks that add nothing to its pixels: texts, colour profiles, times.
 *
 * <p>libpng inflates some of them, whatever size a stranger gave them, and complains of others on
 * the process's stderr, such as of the colour profile that many cameras and editors write.
 */
public final class PngPixels {

  private static final int SIGNATURE = 8;
  private static final int CHUNK_OVERHEAD = 12;
  private static final int TRANSPARENCY = 0x74524E53; // tRNS
  private static final int IEND = 0x49454E44;

  /** Bit 5 of a chunk type's first byte is set where a decoder may pass the chunk over. */
  private static final int ANCILLARY = 0x20000000;

  private PngPixels() {}

  /**
   * Returns the same image in fewer bytes; its header must have been read, which finds it whole.
   */
  public static byte[] of(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png);
    ByteBuffer out = ByteBuffer.allocate(png.length);
    out.put(png, 0, SIGNATURE);
    int position = SIGNATURE;
    while (position <= png.length - CHUNK_OVERHEAD) {
      int length = in.getInt(position) + CHUNK_OVERHEAD;
      int type = in.getInt(position + 4);
      if ((type & ANCILLARY) == 0 || type == TRANSPARENCY) {
        out.put(png, position, length);
      }
      position += length;
      if (type == IEND) {
        break;
      }
    }
    return out.position() == png.length ? png : Arrays.copyOf(out.array(), out.position());
  }
}
