package io.labelstream.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks the markers of a JPEG file, ITU-T T.81 annex B. Cameras and editors leave stray bytes
 * between segments; this passes them over as libjpeg does, and so finds the segments that libjpeg
 * finds.
 */
public final class JpegMarkers {

  static final int START_OF_IMAGE = 0xD8;
  public static final int END_OF_IMAGE = 0xD9;
  public static final int START_OF_SCAN = 0xDA;
  public static final int APP0 = 0xE0;
  static final int APP1 = 0xE1;
  public static final int APP14 = 0xEE;

  private static final int JPEG_LS_FRAME = 0xF7;
  private static final int DNL = 0xDC;
  private static final int APP15 = 0xEF;
  private static final int COMMENT = 0xFE;

  private static final byte PREFIX = (byte) 0xFF;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  private final ByteBuffer file;
  private int marker;
  private int segment;
  private int end;
  private int passedOver;

  public JpegMarkers(ByteBuffer file, int start) {
    this.file = file;
    end = start;
  }

  /**
   * Goes to the next marker that is neither a restart nor a data byte.
   *
   * @return whether there is one
   * @throws ImageRejectedException if a JPEG has no such marker, or its length is not valid
   * @throws IndexOutOfBoundsException if the file ends within its length
   */
  public boolean next() throws ImageRejectedException {
    byte[] bytes = file.array();
    int offset = file.arrayOffset();
    int limit = file.limit();
    int position = end;
    while (true) {
      position = indexOfPrefix(bytes, offset + position, offset + limit) - offset;
      while (position < limit && bytes[offset + position] == PREFIX) {
        position++;
      }
      if (position >= limit) {
        return false;
      }
      marker = bytes[offset + position] & 0xFF;
      position++;
      if (marker != 0 && !isWithoutMeaning(marker)) {
        segment = position;
        passedOver += position - 2 - end;
        end = position + length();
        return true;
      }
    }
  }

  /**
   * Returns where a marker may begin.
   *
   * @return the index of the first FF of a range, or the range's end if there is none
   */
  public static int indexOfPrefix(byte[] bytes, int from, int to) {
    int position = from;
    // Nearly all of an image is passed over here, so this looks at eight bytes at once.
    for (; position <= to - Long.BYTES; position += Long.BYTES) {
      int before = bytesBeforePrefix((long) LONG.get(bytes, position));
      if (before < Long.BYTES) {
        return position + before;
      }
    }
    while (position < to && bytes[position] != PREFIX) {
      position++;
    }
    return position;
  }

  /**
   * Returns how many of eight bytes come before the first FF among them.
   *
   * @param eightBytes of which the first is the lowest
   * @return up to 7, or 8 if none is FF
   */
  public static int bytesBeforePrefix(long eightBytes) {
    // The lowest bit that is set belongs to the first FF; a carry may set others behind it.
    long prefixes = ~eightBytes - LOWEST_BITS & eightBytes & HIGHEST_BITS;
    // Without this distinction, where to look next would have to wait for the count.
    return prefixes == 0 ? Long.BYTES : Long.numberOfTrailingZeros(prefixes) / Byte.SIZE;
  }

  public int marker() {
    return marker;
  }

  /** The index at which the marker's segment begins, with its length. */
  public int segment() {
    return segment;
  }

  /** The index after the segment. */
  public int end() {
    return end;
  }

  /** How many bytes up to here stood between segments or were a scan's data. */
  public int passedOver() {
    return passedOver;
  }

  /** Whether the file ends within the segment. */
  boolean isCut() {
    return end > file.limit();
  }

  /** The content of the segment, without its length. */
  ByteBuffer content() {
    int length = Math.max(0, Math.min(end, file.limit()) - segment - 2);
    return file.slice(segment + 2, length);
  }

  /**
   * The length of the marker's segment. A marker that no JPEG has is refused, as libjpeg refuses
   * it.
   */
  private int length() throws ImageRejectedException {
    if (marker == START_OF_IMAGE || marker == END_OF_IMAGE) {
      return 0;
    }
    if (marker == JPEG_LS_FRAME) {
      throw ImageHeader.undecodable("image is a JPEG-LS, which is not supported");
    }
    if (marker < 0xC0 || (marker >= 0xF0 && marker != COMMENT)) {
      throw ImageHeader.undecodable(
          "image is damaged: it has an invalid JPEG marker, FF %02X".formatted(marker));
    }
    int length = file.getShort(segment) & 0xFFFF;
    if (length >= 2) {
      return length;
    }
    if ((marker >= APP0 && marker <= APP15) || marker == COMMENT || marker == DNL) {
      return 2;
    }
    throw ImageHeader.undecodable(
        "image is damaged: its JPEG segment FF %02X is too short".formatted(marker));
  }

  /** Restart markers and TEM begin no segment. */
  private static boolean isWithoutMeaning(int marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
  }
}
