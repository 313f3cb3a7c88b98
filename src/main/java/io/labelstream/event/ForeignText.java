package io.labelstream.event;

/** What somebody else has written, of whatever length, where many of them are kept. */
public final class ForeignText {

  private static final int MOST = 200;

  private ForeignText() {}

  /** The text as far as 200 code points go, the last of which is an ellipsis where more follow. */
  public static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MOST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST - 1)) + "…";
  }
}
