package io.labelstream.vision;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.pixConvertTo32;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemPng;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;
import static org.bytedeco.leptonica.global.leptonica.readHeaderMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.nio.IntBuffer;
import java.util.concurrent.Semaphore;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a decoded image in native memory, each an int of red, green, blue from the top byte
 * down, and of alpha where there is any.
 *
 * <p>Leptonica brings libjpeg-turbo with its SIMD code, libpng and libwebp; of the decoders that
 * are served it was the fastest by far.
 */
final class NativeImage implements AutoCloseable {

  /**
   * Decoding takes some 8 bytes of native memory per pixel, so above this size, in pixels, one
   * image at a time is decoded in the whole process.
   */
  private static final long LARGE = 16_000_000;

  private static final Semaphore ONE_LARGE_IMAGE = new Semaphore(1);

  static {
    NativeLibraries.configure();
    // What is wrong with an image is told by the answer. libjpeg and libpng still write a line to
    // stderr for some damage; they take no other place for it.
    setMsgSeverity(L_SEVERITY_NONE);
  }

  private final PIX pix;

  private NativeImage(PIX pix) {
    this.pix = pix;
  }

  /**
   * Decodes an image.
   *
   * @param header what its header says, which native code must find in it too
   * @param reduction 1, 2, 4 or 8: how many times smaller a JPEG's sides come out; other formats
   *     come out at full size
   * @throws ImageRejectedException if the decoder refuses the data
   */
  static NativeImage decode(byte[] image, ImageHeader header, int reduction)
      throws ImageRejectedException {
    boolean large = (long) header.width() * header.height() > LARGE;
    if (large) {
      ONE_LARGE_IMAGE.acquireUninterruptibly();
    }
    try {
      return decodeNow(image, header, reduction);
    } finally {
      if (large) {
        ONE_LARGE_IMAGE.release();
      }
    }
  }

  private static NativeImage decodeNow(byte[] image, ImageHeader header, int reduction)
      throws ImageRejectedException {
    PIX pix =
        switch (header.format()) {
          case JPEG -> readJpeg(image, header, reduction);
          case PNG -> readPng(PngPixels.of(image));
          case WEBP -> readWebP(image);
        };
    if (pix != null && pix.d() != 32) {
      pix = replace(pix, pixConvertTo32(pix));
    }
    if (pix == null) {
      throw ImageHeader.undecodable(
          "image is damaged: its " + header.format() + " data cannot be decoded");
    }
    return new NativeImage(pix);
  }

  int width() {
    return pix.w();
  }

  int height() {
    return pix.h();
  }

  /** Whether the lowest byte of each int is its opacity; it means nothing otherwise. */
  boolean hasAlpha() {
    return pix.spp() == 4;
  }

  /** The ints from one row's first pixel to the next row's. */
  int stride() {
    return pix.wpl();
  }

  IntBuffer pixels() {
    return pix.data().capacity((long) pix.wpl() * pix.h()).asBuffer();
  }

  @Override
  public void close() {
    pixDestroy(pix);
  }

  /**
   * Damage within a whole file, such as stray bytes before a restart, is tolerated as every viewer
   * does. Nothing is decoded if libjpeg finds another size in the file than was checked.
   */
  private static @Nullable PIX readJpeg(byte[] image, ImageHeader header, int reduction) {
    try (BytePointer data = new BytePointer(image);
        IntPointer width = new IntPointer(1);
        IntPointer height = new IntPointer(1);
        IntPointer none = new IntPointer()) {
      if (readHeaderMemJpeg(data, image.length, width, height, none, none, none) != 0
          || width.get() != header.width()
          || height.get() != header.height()) {
        return null;
      }
      RowGap gap = new RowGap((header.width() + reduction - 1) / reduction);
      try {
        return pixReadMemJpeg(
            data, image.length, 0, reduction, none, L_JPEG_CONTINUE_WITH_BAD_DATA);
      } finally {
        gap.release();
      }
    }
  }

  private static @Nullable PIX readPng(byte[] image) {
    try (BytePointer data = new BytePointer(image)) {
      return pixReadMemPng(data, image.length);
    }
  }

  private static @Nullable PIX readWebP(byte[] image) {
    try (BytePointer data = new BytePointer(image)) {
      return pixReadMemWebP(data, image.length);
    }
  }

  private static @Nullable PIX replace(PIX pix, @Nullable PIX next) {
    pixDestroy(pix);
    return next;
  }
}
