package io.labelstream.tools.tuning;

import io.labelstream.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Photographs in folders, of which each has the name of what is in them.
 *
 * @param labels the folders' names in their order
 * @param photographs all of them, folder by folder, sorted by name
 */
record LabelledPhotographs(List<String> labels, List<Labelled> photographs) {

  private static final int LEAST = 5;

  /**
   * One photograph.
   *
   * @param label the position of its label
   */
  record Labelled(Path file, int label) {}

  LabelledPhotographs {
    labels = List.copyOf(labels);
    photographs = List.copyOf(photographs);
  }

  /**
   * Finds them.
   *
   * @throws IOException if there are fewer than two folders, or fewer than five photographs in one
   */
  static LabelledPhotographs in(Path directory) throws IOException {
    List<Path> folders = entries(directory, Files::isDirectory);
    if (folders.size() < 2) {
      throw new IOException(
          directory + " must have a folder of photographs for each label, of two labels or more");
    }
    List<String> labels = new ArrayList<>();
    List<Labelled> photographs = new ArrayList<>();
    for (Path folder : folders) {
      List<Path> files = entries(folder, ImageFormat::isImageName);
      if (files.size() < LEAST) {
        throw new IOException(
            "%s must have %d photographs (.jpg, .jpeg, .png, .webp) or more, but has %d"
                .formatted(folder, LEAST, files.size()));
      }
      files.forEach(file -> photographs.add(new Labelled(file, labels.size())));
      labels.add(folder.getFileName().toString());
    }
    return new LabelledPhotographs(labels, photographs);
  }

  private static List<Path> entries(Path directory, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(wanted).sorted().toList();
    }
  }
}
