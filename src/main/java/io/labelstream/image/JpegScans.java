package io.labelstream.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The scans of a JPEG file, and how much of the image they hold. */
public final class JpegScans {

  /**
   * A progressive file of a few kilobytes can hold thousands of scans, each of which costs a pass
   * over the whole image; encoders write about ten.
   */
  private static final int MAX_SCANS = 100;

  private static final int COEFFICIENTS = 64;
  private static final int MISSING = 255;

  private final JpegHeader header;

  /** How many of the lowest bits of a component's coefficient no scan has held yet. */
  private final int[][] missingBits;

  private JpegScans(JpegHeader header) {
    this.header = header;
    missingBits = new int[header.components()][COEFFICIENTS];
    for (int[] coefficients : missingBits) {
      Arrays.fill(coefficients, MISSING);
    }
  }

  /**
   * Walks the scans, and the segments between them, to the end marker. A file may lack that marker
   * alone: then its scans must hold the whole image as far as their headers tell, and the decoder
   * sees whether the last one's data are all there.
   *
   * @param markers at the first scan
   * @return whether there is an end marker
   * @throws ImageRejectedException if there are too many scans, or the file is cut off
   */
  public static boolean check(JpegMarkers markers, JpegHeader header)
      throws ImageRejectedException {
    JpegScans scans = new JpegScans(header);
    scans.add(markers.content());
    int count = 1;
    while (markers.next()) {
      if (markers.marker() == JpegMarkers.END_OF_IMAGE) {
        return true;
      }
      if (markers.marker() == JpegMarkers.START_OF_SCAN) {
        if (++count > MAX_SCANS) {
          throw ImageHeader.undecodable("image must have at most " + MAX_SCANS + " JPEG scans");
        }
        scans.add(markers.content());
      }
    }
    if (markers.isCut() || !scans.areWhole()) {
      throw ImageHeader.truncated();
    }
    return false;
  }

  private void add(ByteBuffer scan) throws ImageRejectedException {
    int components = scan.get(0) & 0xFF;
    int parameters = 1 + 2 * components;
    int first = header.isProgressive() ? scan.get(parameters) & 0xFF : 0;
    int last = header.isProgressive() ? scan.get(parameters + 1) & 0xFF : COEFFICIENTS - 1;
    int bits = header.isProgressive() ? scan.get(parameters + 2) & 0x0F : 0;
    for (int i = 0; i < components; i++) {
      int component = header.componentIds().indexOf(scan.get(1 + 2 * i) & 0xFF);
      for (int k = first; component >= 0 && k <= Math.min(last, COEFFICIENTS - 1); k++) {
        missingBits[component][k] = bits;
      }
    }
  }

  private boolean areWhole() {
    return Arrays.stream(missingBits).flatMapToInt(Arrays::stream).allMatch(bits -> bits == 0);
  }
}
