package io.labelstream.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * The build that runs.
 *
 * @param version of the release, such as {@code 0.1.0}
 * @param commit 40 hexadecimal digits, or {@code unknown} where the sources were no Git repository
 */
public record Build(String version, String commit) {

  private static final int SHORT = 12;

  /** What the build wrote beside this class. */
  public static Build current() {
    Properties properties = new Properties();
    try (InputStream file =
        Objects.requireNonNull(Build.class.getResourceAsStream("build.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(
        Objects.requireNonNull(properties.getProperty("version")),
        Objects.requireNonNull(properties.getProperty("commit")));
  }

  /** For people: version, and as much of the commit as tells it from others. */
  public String title() {
    return version + " (commit " + commit.substring(0, Math.min(SHORT, commit.length())) + ")";
  }
}
