package io.labelstream.vision;

import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.pixConvertTo32;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import io.labelstream.image.ImageFormat;
import io.labelstream.image.ImageHeader;
import io.labelstream.image.ImageRejectedException;
import io.labelstream.vision.jpeg.EighthJpeg;
import java.nio.IntBuffer;
import java.util.concurrent.Semaphore;
import org.bytedeco.leptonica.PIX;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a decoded image, mostly in native memory, each an int.
 *
 * <p>Leptonica brings libjpeg-turbo with its SIMD code, libpng and libwebp; of the decoders that
 * are served it was the fastest by far.
 */
final class DecodedImage implements AutoCloseable {

  /**
   * Decoding takes some 8 bytes of native memory per pixel, so above this size, in pixels, one
   * image at a time is decoded in the whole process.
   */
  private static final long LARGE = 16_000_000;

  private static final Semaphore ONE_LARGE_IMAGE = new Semaphore(1);

  static {
    NativeLibraries.configure();
    // The answer tells what is wrong with an image, so Leptonica need not.
    setMsgSeverity(L_SEVERITY_NONE);
  }

  private final int width;
  private final int height;
  private final int stride;
  private final PixelLayout layout;
  private final IntBuffer pixels;
  private final Runnable release;

  /**
   * Makes an image that owns its memory.
   *
   * @param stride the ints from one row's first pixel to the next row's
   * @param release frees the memory
   */
  DecodedImage(
      int width, int height, int stride, PixelLayout layout, IntBuffer pixels, Runnable release) {
    this.width = width;
    this.height = height;
    this.stride = stride;
    this.layout = layout;
    this.pixels = pixels;
    this.release = release;
  }

  /**
   * Takes over an image of Leptonica's, which is destroyed with this one.
   *
   * @param pix an image of any depth, or null if Leptonica could not decode it
   * @param opaque what its pixels are where it has no opacity
   * @throws ImageRejectedException if it is null
   */
  static DecodedImage of(@Nullable PIX pix, PixelLayout opaque, ImageFormat format)
      throws ImageRejectedException {
    PIX deep = pix;
    if (pix != null && pix.d() != 32) {
      deep = pixConvertTo32(pix);
      pixDestroy(pix);
    }
    if (deep == null) {
      throw damaged(format);
    }
    PIX owned = deep;
    return new DecodedImage(
        owned.w(),
        owned.h(),
        owned.wpl(),
        owned.spp() == 4 ? PixelLayout.RGBA : opaque,
        owned.data().capacity((long) owned.wpl() * owned.h()).asBuffer(),
        () -> pixDestroy(owned));
  }

  /** Takes over an image whose pixels lie in Java's memory. */
  static DecodedImage of(EighthJpeg jpeg) {
    return new DecodedImage(
        jpeg.width(), jpeg.height(), jpeg.width(), PixelLayout.RGB, jpeg.pixels(), () -> {});
  }

  static ImageRejectedException damaged(ImageFormat format) {
    return ImageHeader.undecodable("image is damaged: its " + format + " data cannot be decoded");
  }

  /**
   * Decodes an image.
   *
   * @param header the header that was checked; native code must find the same size
   * @param reduction 1, 2, 4 or 8: how many times smaller a JPEG's sides come out; other formats
   *     come out at full size
   * @throws ImageRejectedException if the decoder refuses the data
   */
  static DecodedImage decode(byte[] image, ImageHeader header, int reduction)
      throws ImageRejectedException {
    boolean large = (long) header.width() * header.height() > LARGE;
    if (large) {
      ONE_LARGE_IMAGE.acquireUninterruptibly();
    }
    try {
      return switch (header.format()) {
        case JPEG -> JpegDecoder.decode(image, header, reduction);
        case PNG -> PngDecoder.decode(PngPixels.of(image), header);
        case WEBP -> WebPDecoder.decode(image, header);
      };
    } finally {
      if (large) {
        ONE_LARGE_IMAGE.release();
      }
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  PixelLayout layout() {
    return layout;
  }

  /**
   * Reads pixels of a row as red, green and blue from an int's top byte down; what is not opaque is
   * laid onto white. A row at a time, because a second whole image would double the memory that one
   * takes.
   *
   * @param from the first pixel
   * @param to the index after the last one
   * @param row receives each pixel at its index
   */
  void readRow(int y, int from, int to, int[] row) {
    pixels.get(y * stride + from, row, from, to - from);
    layout.toRgb(row, from, to);
  }

  int stride() {
    return stride;
  }

  IntBuffer pixels() {
    return pixels;
  }

  @Override
  public void close() {
    release.run();
  }
}
