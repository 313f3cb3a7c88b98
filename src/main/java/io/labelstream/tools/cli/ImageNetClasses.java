package io.labelstream.tools.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The labels of ImageNet-1k by WordNet id. */
final class ImageNetClasses {

  private static final String RESOURCE = "imagenet-classes.tsv";

  private final Map<String, String> labels;

  private ImageNetClasses(Map<String, String> labels) {
    this.labels = labels;
  }

  static ImageNetClasses load() throws IOException {
    InputStream resource =
        Objects.requireNonNull(ImageNetClasses.class.getResourceAsStream(RESOURCE), RESOURCE);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return new ImageNetClasses(
          reader
              .lines()
              .map(line -> line.split("\t", 2))
              .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1])));
    }
  }

  /**
   * The label that a photograph should get.
   *
   * @throws IOException if its name does not begin with a known WordNet id and an underscore
   */
  String labelOf(Photograph photograph) throws IOException {
    String name = photograph.name().substring(photograph.name().lastIndexOf('/') + 1);
    String label = labels.get(name.split("_", 2)[0]);
    if (label == null) {
      throw new IOException(
          photograph.name()
              + " must be named <WordNet id>_….JPEG with the id of a class of ImageNet-1k, such as"
              + " n02123045_tabby.JPEG");
    }
    return label;
  }
}
