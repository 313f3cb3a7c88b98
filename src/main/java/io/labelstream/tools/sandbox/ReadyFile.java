package io.labelstream.tools.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that tells whoever watches a folder that all of it is ready, and where it listens. */
public final class ReadyFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReadyFile() {}

  /**
   * Writes the file, which appears whole, and which its owner alone can read.
   *
   * @param addresses what it says, as JSON
   */
  public static void write(Path file, Object addresses) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    OwnerOnly.write(unfinished, JSON.writeValueAsBytes(addresses));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
