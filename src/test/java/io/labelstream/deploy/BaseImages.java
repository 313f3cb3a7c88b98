package io.labelstream.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The base images in deploy/docker/bases. */
final class BaseImages {

  private static final Path TABLE = Path.of("deploy/docker/bases");
  private static final Pattern LINE =
      Pattern.compile("(?<name>[A-Z]+_IMAGE)=(?<tag>[a-z-]+:[\\w.-]+)(@sha256:[0-9a-f]{64})?");

  private BaseImages() {}

  /** Tags by the Dockerfiles' arguments. */
  static Map<String, String> tags() throws IOException {
    Map<String, String> tags = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IOException(TABLE + " has " + line);
      }
      tags.put(matcher.group("name"), matcher.group("tag"));
    }
    return tags;
  }

  static String tag(String argument) throws IOException {
    return Objects.requireNonNull(tags().get(argument), argument);
  }
}
