package io.labelstream.vision;

import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.image.WebPFrame;
import io.labelstream.image.WebPHeader;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Decodes WebP by libwebp. An animation becomes its first frame, in its place on the canvas. */
final class WebPDecoder {

  private static final int OPAQUE = 0xFF;

  private WebPDecoder() {}

  static DecodedImage decode(byte[] webp, ImageHeader header) throws ImageRejectedException {
    ByteBuffer file = ByteBuffer.wrap(webp);
    if (!WebPHeader.isAnimated(file)) {
      return read(webp);
    }
    WebPFrame frame = WebPFrame.first(WebPHeader.chunks(file), header.width(), header.height());
    DecodedImage image = read(frame.toStill());
    if (frame.width() == header.width() && frame.height() == header.height()) {
      return image;
    }
    try (image) {
      return onCanvas(image, frame, header);
    }
  }

  private static DecodedImage read(byte[] webp) throws ImageRejectedException {
    try (BytePointer data = new BytePointer(webp)) {
      return DecodedImage.of(pixReadMemWebP(data, webp.length), PixelLayout.RGB, ImageFormat.WEBP);
    }
  }

  /** The canvas beside the frame is transparent, as browsers show it. */
  private static DecodedImage onCanvas(DecodedImage image, WebPFrame frame, ImageHeader header) {
    int width = header.width();
    IntPointer canvas = new IntPointer((long) width * header.height());
    Pointer.memset(canvas, 0, canvas.capacity() * Integer.BYTES);
    IntBuffer pixels = canvas.asBuffer();
    int[] row = new int[frame.width()];
    for (int y = 0; y < frame.height(); y++) {
      image.pixels().get(y * image.stride(), row);
      for (int x = 0; x < row.length && image.layout() != PixelLayout.RGBA; x++) {
        row[x] |= OPAQUE;
      }
      pixels.put((frame.y() + y) * width + frame.x(), row);
    }
    return new DecodedImage(width, header.height(), width, PixelLayout.RGBA, pixels, canvas::close);
  }
}
