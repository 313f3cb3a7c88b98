package io.labelstream.tools.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that Flink keeps of jobs that have ended. */
public final class RetainedCheckpoints {

  /** A job's folder, its checkpoint's, and the file in that. */
  private static final int DEPTH = 3;

  private RetainedCheckpoints() {}

  /**
   * The newest complete checkpoint below a folder.
   *
   * @param folder of all jobs, or of one; it need not be there
   */
  public static Optional<Path> newest(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }
}
