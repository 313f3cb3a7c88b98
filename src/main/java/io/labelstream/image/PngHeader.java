package io.labelstream.image;

import java.nio.ByteBuffer;

/** The header of a PNG file, W3C PNG (Third Edition) section 5. */
final class PngHeader {

  private static final int IHDR = 0x49484452;
  private static final int CGBI = 0x43674249;
  private static final int EXIF = 0x65584966;
  static final int IEND = 0x49454E44;

  /** Length and type before a chunk's data, and the checksum behind it. */
  private static final int CHUNK_START = 8;

  private static final int CHUNK_OVERHEAD = 12;

  private PngHeader() {}

  static ImageHeader read(ByteBuffer file) throws ImageRejectedException {
    int position = 8;
    if (file.getInt(position + 4) == CGBI) {
      throw ImageHeader.undecodable(
          "image is a PNG of Apple's own kind (CgBI, as Xcode makes them), which is not supported");
    }
    if (file.getInt(position + 4) != IHDR) {
      throw ImageHeader.undecodable("image is damaged: a PNG must start with an IHDR chunk");
    }
    int width = file.getInt(position + CHUNK_START);
    int height = file.getInt(position + CHUNK_START + 4);
    ByteBuffer exif = ByteBuffer.allocate(0);
    while (true) {
      int length = file.getInt(position);
      int type = file.getInt(position + 4);
      if (length < 0 || length > file.limit() - position - CHUNK_OVERHEAD) {
        throw ImageHeader.truncated();
      }
      if (type == IEND) {
        return new ImageHeader(ImageFormat.PNG, width, height, ExifOrientation.read(exif));
      }
      if (type == EXIF && !exif.hasRemaining()) {
        exif = file.slice(position + CHUNK_START, length);
      }
      position += CHUNK_OVERHEAD + length;
    }
  }
}
