package io.labelstream.vision;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.pixAlphaBlendUniform;
import static org.bytedeco.leptonica.global.leptonica.pixConvertTo32;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemPng;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a decoded image in native memory, each an int of red, green, blue from the top byte
 * down, alpha already laid onto white.
 *
 * <p>Leptonica brings libjpeg-turbo with its SIMD code, libpng and libwebp; of the decoders that
 * are served it was the fastest by far.
 */
final class NativeImage implements AutoCloseable {

  /** White, as Leptonica packs it. */
  private static final int WHITE = 0xFFFFFF00;

  static {
    NativeLibraries.configure();
    // What is wrong with an image is told by the answer, not by a stranger's line on stderr.
    setMsgSeverity(L_SEVERITY_NONE);
  }

  private final PIX pix;

  private NativeImage(PIX pix) {
    this.pix = pix;
  }

  /**
   * Decodes an image.
   *
   * @param reduction 1, 2, 4 or 8: how many times smaller a JPEG's sides come out; other formats
   *     come out at full size
   * @throws ImageRejectedException if the decoder refuses the data
   */
  static NativeImage decode(byte[] image, ImageFormat format, int reduction)
      throws ImageRejectedException {
    PIX pix = read(format == ImageFormat.PNG ? PngPixels.of(image) : image, format, reduction);
    if (pix != null && pix.d() != 32) {
      pix = replace(pix, pixConvertTo32(pix));
    }
    if (pix != null && pix.spp() == 4) {
      pix = replace(pix, pixAlphaBlendUniform(pix, WHITE));
    }
    if (pix == null) {
      throw ImageHeader.undecodable("image is damaged: its " + format + " data cannot be decoded");
    }
    return new NativeImage(pix);
  }

  int width() {
    return pix.w();
  }

  int height() {
    return pix.h();
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

  private static @Nullable PIX read(byte[] image, ImageFormat format, int reduction) {
    try (BytePointer data = new BytePointer(image)) {
      return switch (format) {
        // Damage within a whole file, such as stray bytes before a marker, is tolerated as every
        // viewer does.
        case JPEG ->
            pixReadMemJpeg(
                data, image.length, 0, reduction, (IntPointer) null, L_JPEG_CONTINUE_WITH_BAD_DATA);
        case PNG -> pixReadMemPng(data, image.length);
        case WEBP -> pixReadMemWebP(data, image.length);
      };
    }
  }

  private static @Nullable PIX replace(PIX pix, @Nullable PIX next) {
    pixDestroy(pix);
    return next;
  }
}
