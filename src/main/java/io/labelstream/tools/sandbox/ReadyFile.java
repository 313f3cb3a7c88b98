package io.labelstream.tools.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** The file that tells whoever watches a folder that all is ready, and where it listens. */
public final class ReadyFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReadyFile() {}

  /**
   * Writes the file, which appears whole and which its owner alone can read.
   *
   * @param addresses is written as JSON
   */
  public static void write(Path file, Object addresses) throws IOException {
    WholeFile.writeForOwner(file, JSON.writeValueAsBytes(addresses));
  }
}
