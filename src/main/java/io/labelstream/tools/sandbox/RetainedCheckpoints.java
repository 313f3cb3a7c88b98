package io.labelstream.tools.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that Flink keeps of jobs that have ended. */
public final class RetainedCheckpoints {

  /** A checkpoint's file is in the checkpoint's folder, which is in the job's. */
  private static final int DEPTH = 3;

  private RetainedCheckpoints() {}

  /**
   * The newest complete checkpoint below a folder.
   *
   * @param folder the folder of all jobs or of one, which need not exist
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
