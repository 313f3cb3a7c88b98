package io.labelstream.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A JPEG made different from all others by a comment, which costs its decoder nothing. */
final class NumberedJpeg {

  private static final int START_OF_IMAGE_BYTES = 2;

  private NumberedJpeg() {}

  static byte[] of(byte[] jpeg, long number) {
    byte[] text = Long.toString(number).getBytes(US_ASCII);
    int length = text.length + 2;
    byte[] numbered = new byte[jpeg.length + length + 2];
    System.arraycopy(jpeg, 0, numbered, 0, START_OF_IMAGE_BYTES);
    // A COM segment, ITU-T T.81 section B.2.4.5.
    numbered[2] = (byte) 0xFF;
    numbered[3] = (byte) 0xFE;
    numbered[4] = (byte) (length >>> 8);
    numbered[5] = (byte) length;
    System.arraycopy(text, 0, numbered, 6, text.length);
    System.arraycopy(
        jpeg, START_OF_IMAGE_BYTES, numbered, 6 + text.length, jpeg.length - START_OF_IMAGE_BYTES);
    return numbered;
  }
}
