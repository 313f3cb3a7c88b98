package io.labelstream.tools.cluster;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the one line that people need in a stack trace of Flink's. */
final class StackTrace {

  private static final String CAUSED_BY = "Caused by: ";

  /** The class name before a message. */
  private static final Pattern CLASS = Pattern.compile("^([a-z_0-9]+\\.)+[A-Za-z$]+: (?=.)");

  private StackTrace() {}

  /**
   * The message of the innermost cause in a text.
   *
   * @return one line; for a text without causes its first line that says something
   */
  static String cause(String text) {
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("at ") && !line.startsWith("---"))
            .filter(line -> !line.startsWith("... ") && !line.endsWith("following exception:"))
            .toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(CAUSED_BY)) {
        return withoutClass(lines.get(i).substring(CAUSED_BY.length()));
      }
    }
    return lines.isEmpty() ? "" : withoutClass(lines.get(0));
  }

  private static String withoutClass(String line) {
    return CLASS.matcher(line).replaceFirst("");
  }
}
