package io.labelstream.tools.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.files.WholeFile;
import io.labelstream.rest.KeyFile;
import io.labelstream.rest.KeyRole;
import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The API key of a user who runs the facade on their own machine. */
public final class LocalApiKey {

  private static final String ACCOUNT = "local";

  /** The user owns the machine, so the limit is beyond what it can do, and the feed is theirs. */
  private static final int REQUESTS_PER_MINUTE = 1_000_000;

  private LocalApiKey() {}

  /**
   * Returns the same key at each call, unless it has been revoked meanwhile.
   *
   * @param file keeps the key, for its owner alone to read
   * @param keys the facade's file of hashes
   */
  public static String of(Path file, Path keys) throws IOException {
    KeyFile known = new KeyFile(keys, Clock.systemUTC());
    if (Files.exists(file)) {
      String apiKey = Files.readString(file).strip();
      // One of an earlier version has no role.
      if (known.grant(apiKey, KeyRole.OPERATOR)) {
        return apiKey;
      }
    }
    String apiKey = known.create(ACCOUNT, KeyMode.LIVE, REQUESTS_PER_MINUTE, KeyRole.OPERATOR);
    WholeFile.writeForOwner(file, apiKey.getBytes(UTF_8));
    return apiKey;
  }
}
