package io.labelstream.vision;

import io.labelstream.image.ImageRejectedException;
import io.labelstream.image.JpegHeader;
import io.labelstream.image.JpegMarkers;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * A JPEG file as libjpeg is to read it: a header of our own, and the scans as they are.
 *
 * <p>The header has nothing between its segments. libjpeg passes over that as well, but tells the
 * process's stderr each time it reads the header.
 *
 * <p>Where the components are YCbCr it says that they are to be left so. libjpeg-turbo makes them
 * RGB by instructions that write past the cache if a row starts at a multiple of 32 bytes, which
 * with jemalloc each does, and Leptonica, which reads the row back at once, waits for the memory:
 * some 6 ns per pixel, a third of all that a JPEG takes.
 *
 * <p>Where there are four components, and nothing says which, it says CMYK: viewers then take all
 * inks for inverted, and without the marker Leptonica inverts only one of them.
 */
final class JpegPixels {

  /** An Adobe marker that says that the components are stored without a transform. */
  private static final byte[] UNTRANSFORMED = {
    (byte) 0xFF, (byte) JpegMarkers.APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private static final int START = 2;

  /** The bytes of a marker, which stand before its segment. */
  private static final int PREFIX = 2;

  private final byte[] jpeg;
  private final boolean isMarked;
  private final PixelLayout layout;

  /**
   * Takes a file.
   *
   * @param details what its own header says
   */
  JpegPixels(byte[] jpeg, JpegHeader details) {
    this.jpeg = jpeg;
    boolean isUnmarkedCmyk = details.components() == 4 && !details.hasAdobeMarker();
    isMarked = details.isYcbcr() || isUnmarkedCmyk;
    layout = details.isYcbcr() ? PixelLayout.YCBCR : PixelLayout.RGB;
  }

  /** What the pixels are that libjpeg makes of the copy. */
  PixelLayout layout() {
    return layout;
  }

  /**
   * Copies it into native memory, which the caller closes.
   *
   * @param ending bytes to add to the file
   * @throws ImageRejectedException if a marker is invalid, which {@link JpegHeader} refuses before
   */
  BytePointer copy(byte[] ending) throws ImageRejectedException {
    int most = jpeg.length + UNTRANSFORMED.length + ending.length;
    BytePointer file = new BytePointer((long) most);
    ByteBuffer bytes = file.asByteBuffer().put(jpeg, 0, START);
    if (isMarked) {
      bytes.put(UNTRANSFORMED);
    }
    JpegMarkers markers = new JpegMarkers(ByteBuffer.wrap(jpeg), START);
    do {
      markers.next();
      if (!isMarked || !tellsColours(markers.marker())) {
        int prefixed = markers.segment() - PREFIX;
        bytes.put(jpeg, prefixed, markers.end() - prefixed);
      }
    } while (markers.marker() != JpegMarkers.START_OF_SCAN);
    bytes.put(jpeg, markers.end(), jpeg.length - markers.end()).put(ending);
    return file.capacity(bytes.position());
  }

  private static boolean tellsColours(int marker) {
    return marker == JpegMarkers.APP0 || marker == JpegMarkers.APP14;
  }
}
