package io.labelstream.vision;

import io.labelstream.image.ImageRejectedException;
import io.labelstream.image.JpegHeader;
import io.labelstream.image.JpegMarkers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * A JPEG file without what stands between the segments before its first scan.
 *
 * <p>libjpeg passes over it as well, but tells the process's stderr each time it reads the header.
 */
final class JpegPixels {

  private static final int START = 2;

  private JpegPixels() {}

  /**
   * Returns the same image in fewer bytes, or the same bytes where there is nothing to drop.
   *
   * @param header markers of the file that have come to its first scan
   * @throws ImageRejectedException if a marker is invalid, which {@link JpegHeader} refuses before
   */
  static byte[] of(byte[] jpeg, JpegMarkers header) throws ImageRejectedException {
    return header.passedOver() == 0 ? jpeg : joined(jpeg);
  }

  private static byte[] joined(byte[] jpeg) throws ImageRejectedException {
    JpegMarkers markers = new JpegMarkers(ByteBuffer.wrap(jpeg), START);
    ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length);
    out.write(jpeg, 0, START);
    do {
      markers.next();
      out.write(0xFF);
      out.write(markers.marker());
      out.write(jpeg, markers.segment(), markers.end() - markers.segment());
    } while (markers.marker() != JpegMarkers.START_OF_SCAN);
    out.write(jpeg, markers.end(), jpeg.length - markers.end());
    return out.toByteArray();
  }
}
