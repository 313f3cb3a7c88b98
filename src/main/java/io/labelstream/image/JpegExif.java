package io.labelstream.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The EXIF block of a JPEG file: its first, as viewers take it, with the segments behind it that go
 * on where 64 kB were too few.
 */
final class JpegExif {

  private @Nullable ByteBuffer block;
  private boolean complete;

  /** Takes the content of the next APP1 segment, which may be no EXIF. */
  void add(ByteBuffer segment) {
    if (complete || !ExifOrientation.hasPrefix(segment)) {
      return;
    }
    ByteBuffer content = ExifOrientation.tail(segment, ExifOrientation.PREFIX.length);
    if (block == null) {
      block = content;
    } else if (ExifOrientation.isStart(content)) {
      complete = true;
    } else {
      ByteBuffer joined = ByteBuffer.allocate(block.remaining() + content.remaining());
      block = joined.put(block.duplicate()).put(content).flip();
    }
  }

  int orientation() {
    return block == null ? ExifOrientation.NORMAL : ExifOrientation.read(block);
  }
}
