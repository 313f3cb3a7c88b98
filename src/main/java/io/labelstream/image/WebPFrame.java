package io.labelstream.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The first frame of an animated WebP file, RFC 9649 section 2.7.1.1.
 *
 * @param x the left edge on the canvas, pixels
 * @param y the upper edge
 * @param bitstream the frame's chunks
 */
public record WebPFrame(int x, int y, int width, int height, List<WebPChunk> bitstream) {

  private static final int HEADER = 16;
  private static final int EXTENDED_HEADER = 10;
  private static final int HAS_ALPHA = 0x10;

  /**
   * Finds the first frame.
   *
   * @throws ImageRejectedException if there is no frame, or it does not lie on the canvas
   */
  public static WebPFrame first(List<WebPChunk> chunks, int canvasWidth, int canvasHeight)
      throws ImageRejectedException {
    for (WebPChunk chunk : chunks) {
      if (chunk.type() == WebPChunk.FRAME && chunk.content().limit() > HEADER) {
        ByteBuffer content = chunk.content();
        WebPFrame frame =
            new WebPFrame(
                2 * chunk.get24(0),
                2 * chunk.get24(3),
                chunk.get24(6) + 1,
                chunk.get24(9) + 1,
                WebPChunk.list(content.slice(HEADER, content.limit() - HEADER)));
        if (frame.x + frame.width > canvasWidth || frame.y + frame.height > canvasHeight) {
          throw ImageHeader.undecodable(
              "image is damaged: the first frame of its WebP is outside of the picture");
        }
        return frame;
      }
    }
    throw ImageHeader.undecodable("image holds no picture: its animated WebP has no whole frame");
  }

  /** Makes a file of the frame, whose header keeps libwebp to the frame's size. */
  public byte[] toStill() {
    int size = 4 + 8 + EXTENDED_HEADER;
    int flags = 0;
    for (WebPChunk chunk : bitstream) {
      size += 8 + chunk.content().limit() + (chunk.content().limit() & 1);
      if (chunk.type() == WebPChunk.ALPHA) {
        flags = HAS_ALPHA;
      }
    }
    ByteBuffer still = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
    still.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(size).put(new byte[] {'W', 'E', 'B', 'P'});
    still.putInt(WebPChunk.VP8X).putInt(EXTENDED_HEADER).putInt(flags);
    put24(still, width - 1);
    put24(still, height - 1);
    for (WebPChunk chunk : bitstream) {
      int length = chunk.content().limit();
      still.putInt(chunk.type()).putInt(length).put(chunk.content().duplicate());
      if ((length & 1) == 1) {
        still.put((byte) 0);
      }
    }
    return still.array();
  }

  private static void put24(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >>> 16));
  }
}
