package io.labelstream.vision.jpeg;

import io.labelstream.image.JpegMarkers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A scan's entropy-coded data, a window at a time without the zeros that are stuffed behind FF, so
 * that its bits are at hand without a look at their values.
 *
 * <p>Up to {@link #READ_AHEAD} bytes may be read beyond the data, which mean nothing.
 */
final class ScanData {

  /** What there is at least in the window before the end of the data. */
  static final int READ_AHEAD = 24 << 10;

  private static final int WINDOW = 64 << 10;
  private static final int FIRST_RESTART = 0xD0;
  private static final int RESTARTS = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] window = new byte[WINDOW + READ_AHEAD];
  private byte[] file = new byte[0];
  private int position;
  private int length;
  private int bit;
  private boolean isAtMarker;

  /** Goes to a scan's first byte. */
  void start(byte[] jpeg, int start) {
    file = jpeg;
    begin(start);
  }

  private void begin(int start) {
    position = start;
    length = 0;
    bit = 0;
    isAtMarker = false;
  }

  byte[] window() {
    return window;
  }

  /** The index of the next bit in the window, of which there are enough for a number of MCUs. */
  int bit() {
    if (!isAtMarker && (bit >>> 3) + READ_AHEAD > length) {
      int from = bit >>> 3;
      length -= from;
      bit &= 7;
      System.arraycopy(window, from, window, 0, length);
      fill();
    }
    return bit;
  }

  /**
   * Goes on to a bit that was read up to.
   *
   * @throws UnusualJpegException if the data end before it
   */
  void goTo(int nextBit) throws UnusualJpegException {
    if (isAtMarker && nextBit > length << 3) {
      throw new UnusualJpegException("too few data");
    }
    bit = nextBit;
  }

  /**
   * Returns the index in the file of the marker behind the data, which must have been read.
   *
   * @throws UnusualJpegException if there are data left
   */
  int end() throws UnusualJpegException {
    int unread = (length << 3) - bit();
    if (!isAtMarker || unread < 0 || unread >= Byte.SIZE) {
      throw new UnusualJpegException("data that belong to no block");
    }
    return position;
  }

  /** Goes over a restart marker, of which each has the next number of eight. */
  void restart(int number) throws UnusualJpegException {
    int marker = end();
    if ((file[marker + 1] & 0xFF) != FIRST_RESTART + number % RESTARTS) {
      throw new UnusualJpegException("restart that is missing");
    }
    begin(marker + 2);
  }

  /** Returns the index of the marker behind a scan whose data need not be read. */
  static int endOf(byte[] jpeg, int start) {
    int marker = JpegMarkers.indexOfPrefix(jpeg, start, jpeg.length);
    while (marker + 1 < jpeg.length && belongsToScan(jpeg[marker + 1] & 0xFF)) {
      marker = JpegMarkers.indexOfPrefix(jpeg, marker + 2, jpeg.length);
    }
    return marker;
  }

  private static boolean belongsToScan(int afterMarkerByte) {
    return afterMarkerByte == 0
        || (afterMarkerByte >= FIRST_RESTART && afterMarkerByte < FIRST_RESTART + RESTARTS);
  }

  private void fill() {
    while (length < WINDOW) {
      int most = Math.min(file.length - position, WINDOW - length);
      int copied = copyToPrefix(most);
      length += copied;
      position += copied;
      if (copied == most && position < file.length) {
        continue;
      }
      if (position + 1 >= file.length || file[position + 1] != 0) {
        isAtMarker = true;
        return;
      }
      window[length++] = (byte) 0xFF;
      position += 2;
    }
  }

  /** Copies data up to the first FF, and returns how many bytes there were. */
  private int copyToPrefix(int most) {
    int copied = 0;
    for (; copied <= most - Long.BYTES; copied += Long.BYTES) {
      long eightBytes = (long) LONG.get(file, position + copied);
      // What is behind an FF will be written again.
      LONG.set(window, length + copied, eightBytes);
      int before = JpegMarkers.bytesBeforePrefix(eightBytes);
      if (before < Long.BYTES) {
        return copied + before;
      }
    }
    int rest = JpegMarkers.indexOfPrefix(file, position + copied, position + most) - position;
    System.arraycopy(file, position + copied, window, length + copied, rest - copied);
    return rest;
  }
}
