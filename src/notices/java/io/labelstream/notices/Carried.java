package io.labelstream.notices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A licence's text that a jar has in it, with the names of those who hold the copyright.
 *
 * @param file its name in the jar
 */
record Carried(String file, String text) {

  private static final Pattern LICENCE =
      Pattern.compile(
          "(?i)(?!.*\\.class$).*(?:licen[cs]es?|copying|3rdparty|thirdpartynotices)[^/]*");
  private static final String APACHE = "TERMS AND CONDITIONS FOR USE, REPRODUCTION";

  /** With blanks made one, the bare licence and its appendix are shorter. */
  private static final int LONGEST_BARE_APACHE = 10_600;

  /** All but the bare Apache License, which every third-party file has anyway. */
  static List<Carried> in(Path jar) throws IOException {
    List<Carried> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry :
          zip.stream()
              .filter(entry -> !entry.isDirectory() && LICENCE.matcher(entry.getName()).matches())
              .sorted((one, other) -> one.getName().compareTo(other.getName()))
              .toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        Carried carried = new Carried(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
        if (!carried.isBareApache()) {
          found.add(carried);
        }
      }
    }
    return found;
  }

  /** The same for texts that differ in blanks alone. */
  String words() {
    return text.replaceAll("\\s+", " ").strip();
  }

  private boolean isBareApache() {
    String words = words();
    return words.contains(APACHE) && words.length() <= LONGEST_BARE_APACHE;
  }
}
