package io.labelstream.bench;

import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixSetChromaSampling;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemPng;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemWebP;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;

/** The formats in which photographs are sent. */
enum SampleFormat {
  JPEG("JPEG"),
  PROGRESSIVE_JPEG("progressive JPEG"),
  PNG("PNG"),
  WEBP("WebP");

  /** What WebP's own tools take when nothing is said. */
  private static final int WEBP_QUALITY = 75;

  private final String label;

  SampleFormat(String label) {
    this.label = label;
  }

  byte[] encode(PIX pixels, SampleSize size) {
    try (BytePointer data = new BytePointer();
        SizeTPointer length = new SizeTPointer(1)) {
      int failure =
          switch (this) {
            case JPEG -> writeJpeg(data, length, pixels, size, 0);
            case PROGRESSIVE_JPEG -> writeJpeg(data, length, pixels, size, 1);
            case PNG -> pixWriteMemPng(data, length, pixels, 0);
            case WEBP -> writeWebP(data, length, pixels);
          };
      if (failure != 0) {
        throw new IllegalStateException("Leptonica cannot write a " + label + " of " + size);
      }
      byte[] encoded = new byte[Math.toIntExact(length.get())];
      data.get(encoded);
      lept_free(data);
      return encoded;
    }
  }

  private static int writeJpeg(
      BytePointer data, SizeTPointer length, PIX pixels, SampleSize size, int progressive) {
    pixSetChromaSampling(pixels, size.subsamplesColour() ? 1 : 0);
    return pixWriteMemJpeg(data, length, pixels, size.jpegQuality(), progressive);
  }

  private static int writeWebP(BytePointer data, SizeTPointer length, PIX pixels) {
    return pixWriteMemWebP(data, length, pixels, WEBP_QUALITY, 0);
  }

  @Override
  public String toString() {
    return label;
  }
}
