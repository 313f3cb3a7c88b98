package io.labelstream.vision;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The header of a WebP file, RFC 9649. */
final class WebPHeader {

  private static final int VP8 = fourCc("VP8 ");
  private static final int VP8L = fourCc("VP8L");
  private static final int VP8X = fourCc("VP8X");
  private static final int EXIF = fourCc("EXIF");
  private static final int ANIMATION = 0x02;

  private WebPHeader() {}

  static ImageHeader read(ByteBuffer bigEndian) throws ImageRejectedException {
    ByteBuffer file = bigEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long end = 8 + (file.getInt(4) & 0xFFFFFFFFL);
    if (end > file.limit()) {
      throw ImageHeader.truncated();
    }
    int first = file.getInt(12);
    int data = 20;
    if (first == VP8) {
      return new ImageHeader(
          ImageFormat.WEBP,
          file.getShort(data + 6) & 0x3FFF,
          file.getShort(data + 8) & 0x3FFF,
          ExifOrientation.NORMAL);
    }
    if (first == VP8L) {
      int bits = file.getInt(data + 1);
      return new ImageHeader(
          ImageFormat.WEBP,
          (bits & 0x3FFF) + 1,
          ((bits >>> 14) & 0x3FFF) + 1,
          ExifOrientation.NORMAL);
    }
    if (first != VP8X) {
      throw ImageHeader.undecodable("image is damaged: its WebP starts with an unknown chunk");
    }
    if ((file.get(data) & ANIMATION) != 0) {
      throw ImageHeader.undecodable("image must not be an animated WebP");
    }
    int width = (file.getInt(data + 4) & 0xFFFFFF) + 1;
    int height = (file.getInt(data + 6) >>> 8) + 1;
    return new ImageHeader(ImageFormat.WEBP, width, height, orientation(file, (int) end));
  }

  private static int orientation(ByteBuffer file, int end) {
    int position = 12;
    while (position + 8 <= end) {
      int length = file.getInt(position + 4);
      if (length < 0 || length > end - position - 8) {
        break; // The decoder will say what is wrong with it.
      }
      if (file.getInt(position) == EXIF) {
        return ExifOrientation.read(file, position + 8, length);
      }
      position += 8 + length + (length & 1);
    }
    return ExifOrientation.NORMAL;
  }

  private static int fourCc(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
