package io.labelstream.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;

/** What a JPEG file says of the colours that its components are. */
public final class JpegColours {

  private static final ByteBuffer JFIF = ByteBuffer.wrap("JFIF\0".getBytes(US_ASCII));
  private static final int JFIF_LENGTH = 14;
  private static final ByteBuffer ADOBE = ByteBuffer.wrap("Adobe".getBytes(US_ASCII));
  private static final int ADOBE_LENGTH = 12;
  private static final int ADOBE_TRANSFORM = 11;
  private static final int YCBCR = 1;
  private static final List<Integer> USUAL_IDS = List.of(1, 2, 3);

  private boolean isJfif;
  private boolean hasAdobeMarker;
  private boolean hasOtherTransform;

  /** Reads an APP0 segment's content. */
  public void addApp0(ByteBuffer content) {
    isJfif |= content.remaining() >= JFIF_LENGTH && startsWith(content, JFIF);
  }

  /** Reads an APP14 segment's content. */
  public void addApp14(ByteBuffer content) {
    if (content.remaining() >= ADOBE_LENGTH && startsWith(content, ADOBE)) {
      hasAdobeMarker = true;
      hasOtherTransform |= content.get(content.position() + ADOBE_TRANSFORM) != YCBCR;
    }
  }

  /** Whether an Adobe marker tells the colours. */
  boolean hasAdobeMarker() {
    return hasAdobeMarker;
  }

  /**
   * Whether all that the file says is that its components are luminance and two colours, as JFIF
   * has them.
   *
   * @param ids of the frame's components
   */
  public boolean areYcbcr(List<Integer> ids) {
    boolean isSaid = isJfif || hasAdobeMarker || ids.equals(USUAL_IDS);
    return ids.size() == USUAL_IDS.size() && isSaid && !hasOtherTransform;
  }

  private static boolean startsWith(ByteBuffer content, ByteBuffer prefix) {
    return content.slice(content.position(), prefix.limit()).equals(prefix);
  }
}
