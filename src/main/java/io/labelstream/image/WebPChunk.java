package io.labelstream.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk of a WebP file, RFC 9649 section 2.3.
 *
 * @param type its four characters, the first in the lowest byte
 * @param content without the padding, little-endian
 */
record WebPChunk(int type, ByteBuffer content) {

  static final int VP8 = type("VP8 ");
  static final int VP8L = type("VP8L");
  static final int VP8X = type("VP8X");
  static final int ALPHA = type("ALPH");
  static final int EXIF = type("EXIF");
  static final int FRAME = type("ANMF");

  private static final int HEADER = 8;

  /** Lists the chunks up to the first damaged one, about which the decoder will complain. */
  static List<WebPChunk> list(ByteBuffer chunks) {
    ByteBuffer file = chunks.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<WebPChunk> list = new ArrayList<>();
    int position = 0;
    while (position <= file.limit() - HEADER) {
      int length = file.getInt(position + 4);
      if (length < 0 || length > file.limit() - position - HEADER) {
        break;
      }
      ByteBuffer content = file.slice(position + HEADER, length).order(ByteOrder.LITTLE_ENDIAN);
      list.add(new WebPChunk(file.getInt(position), content));
      position += HEADER + length + (length & 1);
    }
    return list;
  }

  /** Reads three bytes as a number, as sizes and offsets are written. */
  int get24(int index) {
    return (content.getShort(index) & 0xFFFF) | (content.get(index + 2) & 0xFF) << 16;
  }

  private static int type(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
