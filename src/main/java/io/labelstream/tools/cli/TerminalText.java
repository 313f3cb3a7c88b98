package io.labelstream.tools.cli;

import java.util.regex.Pattern;

/** Text of strangers on a terminal, which must not take it for commands. */
final class TerminalText {

  /** Control characters, and what turns the direction of writing. */
  private static final Pattern COMMANDS = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

  private TerminalText() {}

  /** The text with a question mark for whatever is not shown. */
  static String clean(String text) {
    return COMMANDS.matcher(text).replaceAll("?");
  }

  /** The clean text in a column of so many characters. */
  static String column(String text, int width) {
    String clean = clean(text);
    int length = clean.codePointCount(0, clean.length());
    if (length > width) {
      return clean.substring(0, clean.offsetByCodePoints(0, Math.max(0, width - 1)))
          + (width > 0 ? "…" : "");
    }
    return clean + " ".repeat(width - length);
  }
}
