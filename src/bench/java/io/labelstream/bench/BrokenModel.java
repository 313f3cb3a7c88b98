package io.labelstream.bench;

import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/** A model that is whole, and that no engine can load. */
public final class BrokenModel {

  private BrokenModel() {}

  /**
   * Writes one.
   *
   * @param sound whose precision, input and labels it says that it has
   * @param directory where it is made
   * @return the directory
   */
  public static Path write(ModelManifest sound, Path directory) throws IOException {
    Files.createDirectories(directory);
    byte[] graph = "no graph".getBytes(StandardCharsets.UTF_8);
    Files.write(directory.resolve("saved_model.pb"), graph);
    ModelManifest.of(
            "broken",
            sound.precision(),
            sound.engine(),
            Map.of("saved_model.pb", DigestUtils.sha256Hex(graph)),
            sound.input(),
            sound.labels())
        .write(directory);
    return directory;
  }
}
