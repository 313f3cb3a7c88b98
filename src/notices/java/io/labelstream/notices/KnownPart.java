package io.labelstream.notices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What we know of an artifact that neither its pom nor its jar says.
 *
 * @param holder {@code group:artifact}, {@code group:artifact:version}, or the name of an image
 * @param name what is compiled or copied into the holder; {@link #ITSELF} for the holder
 * @param version {@link #UNKNOWN} if the holder does not tell
 * @param licence an SPDX expression
 * @param copyright {@link #UNKNOWN} if the holder's own texts have it
 */
record KnownPart(String holder, String name, String version, String licence, String copyright) {

  static final String ITSELF = "itself";
  static final String UNKNOWN = "-";

  /** The lines of a table with tabs between the columns; the first line names them. */
  static List<KnownPart> read(Path table) throws IOException {
    return Files.readAllLines(table).stream().skip(1).map(KnownPart::of).toList();
  }

  private static KnownPart of(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 5) {
      throw new IllegalArgumentException("Not five columns: " + line);
    }
    return new KnownPart(columns[0], columns[1], columns[2], columns[3], columns[4]);
  }

  boolean isHolder() {
    return name.equals(ITSELF);
  }

  String title() {
    return version.equals(UNKNOWN) ? name : name + " " + version;
  }
}
