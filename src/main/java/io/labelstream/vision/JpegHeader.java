package io.labelstream.vision;

import java.nio.ByteBuffer;

/** The header of a JPEG file, ITU-T T.81 annex B. */
final class JpegHeader {

  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;

  /**
   * A progressive file of a few kilobytes can hold thousands of scans, each of which costs a pass
   * over the whole image; encoders write about ten.
   */
  private static final int MAX_SCANS = 100;

  private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

  private JpegHeader() {}

  static ImageHeader read(ByteBuffer file) throws ImageRejectedException {
    int width = 0;
    int height = 0;
    int orientation = ExifOrientation.NORMAL;
    int position = 2;
    while (true) {
      int marker = marker(file, position);
      position += 2;
      if (marker == 0xFF) {
        position--; // A fill byte.
        continue;
      }
      if (marker == END_OF_IMAGE) {
        throw ImageHeader.undecodable("image holds no picture: its JPEG ends before a scan");
      }
      if (isWithoutSegment(marker)) {
        continue;
      }
      int length = segmentLength(file, marker, position);
      if (marker == START_OF_SCAN) {
        checkScans(file, position + length);
        return new ImageHeader(ImageFormat.JPEG, width, height, orientation);
      }
      if (isStartOfFrame(marker)) {
        checkFrame(marker, file.get(position + 2));
        height = file.getShort(position + 3) & 0xFFFF;
        width = file.getShort(position + 5) & 0xFFFF;
      } else if (marker == APP1 && isExif(file, position + 2, length - 2)) {
        orientation =
            ExifOrientation.read(file, position + 2 + EXIF.length, length - 2 - EXIF.length);
      }
      position += length;
    }
  }

  private static int marker(ByteBuffer file, int position) throws ImageRejectedException {
    if ((file.get(position) & 0xFF) != 0xFF) {
      throw ImageHeader.undecodable("image is damaged: a JPEG marker is missing");
    }
    return file.get(position + 1) & 0xFF;
  }

  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static void checkFrame(int marker, int precision) throws ImageRejectedException {
    // 0 baseline, 1 extended, 2 progressive, and the latter two with arithmetic coding.
    boolean supported =
        marker == 0xC0 || marker == 0xC1 || marker == 0xC2 || marker == 0xC9 || marker == 0xCA;
    if (!supported || precision != 8) {
      throw ImageHeader.undecodable(
          "image is a JPEG of a kind that is not supported: it must be baseline or progressive"
              + " with 8 bits");
    }
  }

  private static boolean isWithoutSegment(int marker) {
    return marker == 0x01 || isRestart(marker);
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD7;
  }

  /**
   * The length of a marker's segment. A marker that no JPEG has is refused: libjpeg looks for the
   * next one inside of what would be its segment, and so would see another file than this does.
   */
  private static int segmentLength(ByteBuffer file, int marker, int position)
      throws ImageRejectedException {
    int length = file.getShort(position) & 0xFFFF;
    if (marker < 0xC0 || length < 2) {
      throw ImageHeader.undecodable("image is damaged: it has an invalid JPEG marker");
    }
    return length;
  }

  /**
   * Walks the scans, and the segments between them, to the end marker. Without it the file is cut
   * off, and libjpeg would fill the rest with grey.
   *
   * @param start where the first scan's data begin
   */
  private static void checkScans(ByteBuffer file, int start) throws ImageRejectedException {
    int scans = 1;
    int position = start;
    while (true) {
      position = nextMarker(file, position);
      int marker = file.get(position + 1) & 0xFF;
      if (marker == END_OF_IMAGE) {
        return;
      }
      if (marker == 0xFF) {
        position++; // A fill byte.
      } else if (marker == 0x00 || isWithoutSegment(marker)) {
        position += 2; // A data byte of value 0xFF, or a restart.
      } else {
        if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
          throw ImageHeader.undecodable("image must have at most " + MAX_SCANS + " JPEG scans");
        }
        position += 2 + segmentLength(file, marker, position + 2);
      }
    }
  }

  /** In the array itself: nearly all of a photograph is passed over here. */
  private static int nextMarker(ByteBuffer file, int start) throws ImageRejectedException {
    byte[] bytes = file.array();
    int offset = file.arrayOffset();
    for (int position = start; position < file.limit(); position++) {
      if (bytes[offset + position] == (byte) 0xFF) {
        return position;
      }
    }
    throw ImageHeader.truncated();
  }

  private static boolean isExif(ByteBuffer file, int start, int length) {
    if (length < EXIF.length) {
      return false;
    }
    for (int i = 0; i < EXIF.length; i++) {
      if (file.get(start + i) != EXIF[i]) {
        return false;
      }
    }
    return true;
  }
}
