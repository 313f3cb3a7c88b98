package io.labelstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The photographs of a folder, as their bytes. */
final class Photographs {

  private static final Pattern NAME = Pattern.compile(".*\\.(jpe?g|png|webp)");

  private Photographs() {}

  /**
   * Reads all of them, in the order of their names.
   *
   * @throws IOException if there is none
   */
  static List<byte[]> read(Path directory) throws IOException {
    List<byte[]> photographs = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (NAME.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT)).matches()) {
          photographs.add(Files.readAllBytes(file));
        }
      }
    }
    if (photographs.isEmpty()) {
      throw new IOException("no photographs (.jpg, .jpeg, .png, .webp) in " + directory);
    }
    return photographs;
  }
}
