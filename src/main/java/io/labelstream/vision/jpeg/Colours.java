package io.labelstream.vision.jpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

/** What a file says of the colours that its three components are. */
final class Colours {

  private static final byte[] JFIF = "JFIF\0".getBytes(US_ASCII);
  private static final int JFIF_LENGTH = 14;
  private static final byte[] ADOBE = "Adobe".getBytes(US_ASCII);
  private static final int ADOBE_LENGTH = 12;
  private static final int ADOBE_TRANSFORM = 11;
  private static final List<Integer> USUAL_IDS = List.of(1, 2, 3);

  private boolean isJfif;
  private boolean isTransformed;

  /** Reads an APP0 segment's content. */
  void addApp0(byte[] jpeg, int start, int end) {
    isJfif |= end - start >= JFIF_LENGTH && startsWith(jpeg, start, JFIF);
  }

  /** Reads an APP14 segment's content. */
  void addApp14(byte[] jpeg, int start, int end) throws UnusualJpegException {
    if (end - start >= ADOBE_LENGTH && startsWith(jpeg, start, ADOBE)) {
      if (jpeg[start + ADOBE_TRANSFORM] != 1) {
        throw new UnusualJpegException("colours");
      }
      isTransformed = true;
    }
  }

  /** Checks that the frame's components are grey or YCbCr. */
  void check(Frame frame) throws UnusualJpegException {
    List<Integer> ids = frame.components().stream().map(Component::id).toList();
    if (!frame.isGrey() && !isJfif && !isTransformed && !ids.equals(USUAL_IDS)) {
      throw new UnusualJpegException("colours");
    }
  }

  private static boolean startsWith(byte[] jpeg, int start, byte[] prefix) {
    return Arrays.equals(jpeg, start, start + prefix.length, prefix, 0, prefix.length);
  }
}
