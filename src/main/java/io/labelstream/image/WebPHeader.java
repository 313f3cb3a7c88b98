package io.labelstream.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The header of a WebP file, RFC 9649. */
public final class WebPHeader {

  private static final int FIRST_CHUNK = 12;
  private static final int ANIMATION = 0x02;

  private WebPHeader() {}

  static ImageHeader read(ByteBuffer bigEndian) throws ImageRejectedException {
    ByteBuffer file = bigEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (8 + (file.getInt(4) & 0xFFFFFFFFL) > file.limit()) {
      throw ImageHeader.truncated();
    }
    int first = file.getInt(FIRST_CHUNK);
    int data = FIRST_CHUNK + 8;
    if (first == WebPChunk.VP8) {
      return new ImageHeader(
          ImageFormat.WEBP,
          file.getShort(data + 6) & 0x3FFF,
          file.getShort(data + 8) & 0x3FFF,
          ExifOrientation.NORMAL);
    }
    if (first == WebPChunk.VP8L) {
      int bits = file.getInt(data + 1);
      return new ImageHeader(
          ImageFormat.WEBP,
          (bits & 0x3FFF) + 1,
          ((bits >>> 14) & 0x3FFF) + 1,
          ExifOrientation.NORMAL);
    }
    if (first != WebPChunk.VP8X) {
      throw ImageHeader.undecodable("image is damaged: its WebP starts with an unknown chunk");
    }
    int width = (file.getInt(data + 4) & 0xFFFFFF) + 1;
    int height = (file.getInt(data + 6) >>> 8) + 1;
    List<WebPChunk> chunks = chunks(file);
    if (isAnimated(file)) {
      WebPFrame.first(chunks, width, height);
    }
    return new ImageHeader(ImageFormat.WEBP, width, height, orientation(chunks));
  }

  /** Whether a file whose header can be read has frames instead of one image. */
  public static boolean isAnimated(ByteBuffer bigEndian) {
    ByteBuffer file = bigEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return file.getInt(FIRST_CHUNK) == WebPChunk.VP8X
        && (file.get(FIRST_CHUNK + 8) & ANIMATION) != 0;
  }

  public static List<WebPChunk> chunks(ByteBuffer bigEndian) {
    ByteBuffer file = bigEndian.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return WebPChunk.list(file.slice(FIRST_CHUNK, 8 + file.getInt(4) - FIRST_CHUNK));
  }

  private static int orientation(List<WebPChunk> chunks) {
    return chunks.stream()
        .filter(chunk -> chunk.type() == WebPChunk.EXIF)
        .findFirst()
        .map(chunk -> ExifOrientation.read(chunk.content()))
        .orElse(ExifOrientation.NORMAL);
  }
}
