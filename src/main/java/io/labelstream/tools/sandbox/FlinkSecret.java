package io.labelstream.tools.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labelstream.access.BearerSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The secret of whoever may change something in a Flink on their own machine. */
public final class FlinkSecret {

  private FlinkSecret() {}

  /**
   * The same at each call, made at the first one.
   *
   * @param file where it is kept, for its owner alone to read
   */
  public static BearerSecret of(Path file) throws IOException {
    Optional<BearerSecret> kept = BearerSecret.read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    BearerSecret secret = BearerSecret.random();
    OwnerOnly.write(file, secret.value().getBytes(US_ASCII));
    return secret;
  }
}
