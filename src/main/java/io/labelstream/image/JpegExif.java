package io.labelstream.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first EXIF block of a JPEG file, which viewers take, with the segments that go on where 64 kB
 * were too few.
 */
final class JpegExif {

  private @Nullable ByteBuffer block;
  private boolean complete;

  /** Takes the content of the next APP1 segment, which may hold something else than EXIF. */
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
