package io.labelstream.tools.cli;

import io.labelstream.image.ImageFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns what the user named (files, folders, globs, URIs) into photographs, in that order. */
final class PhotographFinder {

  private static final Pattern URI_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");
  private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*");

  private PhotographFinder() {}

  /**
   * The photographs; a file that is named is one whatever its name, and also if it does not exist,
   * so that its turn says so.
   *
   * @throws IOException if a folder or glob holds none
   */
  static List<Photograph> find(List<String> names) throws IOException {
    List<Photograph> photographs = new ArrayList<>();
    for (String name : names) {
      photographs.addAll(find(name));
    }
    return photographs;
  }

  private static List<Photograph> find(String name) throws IOException {
    if (URI_SCHEME.matcher(name).matches() && !Files.exists(Path.of(name))) {
      try {
        return List.of(new Photograph.Remote(new URI(name)));
      } catch (URISyntaxException e) {
        throw new IOException(name + " is not a URI: " + e.getReason(), e);
      }
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      return below(path, name, ImageFormat::isImageName);
    }
    if (!Files.exists(path) && GLOB.matcher(name).matches()) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
      return below(fixedPart(path), name, matcher);
    }
    return List.of(new Photograph.File(path));
  }

  private static List<Photograph> below(Path folder, String name, PathMatcher matcher)
      throws IOException {
    List<Photograph> found;
    try (Stream<Path> files = Files.walk(folder)) {
      found =
          files
              .filter(Files::isRegularFile)
              .filter(matcher::matches)
              .sorted()
              .<Photograph>map(Photograph.File::new)
              .toList();
    }
    if (found.isEmpty()) {
      throw new IOException("no photographs (.jpg, .jpeg, .png, .webp) in " + name);
    }
    return found;
  }

  /** The folders of a glob before its first wildcard. */
  private static Path fixedPart(Path glob) {
    Path fixed = glob.isAbsolute() ? glob.getRoot() : Path.of("");
    for (Path part : glob) {
      if (GLOB.matcher(part.toString()).matches()) {
        break;
      }
      fixed = fixed.resolve(part);
    }
    return fixed;
  }
}
