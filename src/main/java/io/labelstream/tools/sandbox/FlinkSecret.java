package io.labelstream.tools.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labelstream.access.BearerSecret;
import io.labelstream.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The secret with which a user may change something in a Flink on their own machine. */
public final class FlinkSecret {

  private FlinkSecret() {}

  /**
   * Returns the same secret at each call; the first call makes it.
   *
   * @param file keeps the secret, for its owner alone to read
   */
  public static BearerSecret of(Path file) throws IOException {
    Optional<BearerSecret> kept = BearerSecret.read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    BearerSecret secret = BearerSecret.random();
    WholeFile.writeForOwner(file, secret.value().getBytes(US_ASCII));
    return secret;
  }
}
