package io.labelstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is classified, as encoded bytes. */
public final class Photographs {

  private static final Pattern NAME = Pattern.compile(".*\\.(jpe?g|png|webp)");

  private Photographs() {}

  /**
   * A photograph as feeds mostly have them, a JPEG of 500×375 laid out with a folder's.
   *
   * @throws IOException if there is none
   */
  public static List<byte[]> usual(Path directory) throws IOException {
    try (Mosaic mosaic = Mosaic.of(directory, SampleSize.SMALL)) {
      return List.of(mosaic.encode(SampleFormat.JPEG));
    }
  }

  /**
   * Reads all of them, in the order of their names.
   *
   * @throws IOException if there is none
   */
  public static List<byte[]> read(Path directory) throws IOException {
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
