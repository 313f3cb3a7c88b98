package io.labelstream.bench;

import io.labelstream.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Photographs to classify, as encoded bytes. */
final class Photographs {

  private Photographs() {}

  /**
   * Makes a photograph as feeds mostly have them, a JPEG of 500×375 laid out with those of a
   * folder.
   *
   * @throws IOException if the folder has none
   */
  static List<byte[]> usual(Path directory) throws IOException {
    try (Mosaic mosaic = Mosaic.of(directory, SampleSize.SMALL)) {
      return List.of(mosaic.encode(SampleFormat.JPEG));
    }
  }

  /**
   * Reads all photographs of a folder in the order of their names.
   *
   * @throws IOException if the folder has none
   */
  static List<byte[]> read(Path directory) throws IOException {
    List<byte[]> photographs = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (ImageFormat.isImageName(file)) {
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
