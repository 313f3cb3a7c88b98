package io.labelstream.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows API keys; a change of their file counts from the next {@link #reload} on. */
final class ApiKeys {

  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

  private final Path path;
  private final KeyFile file;
  private volatile Map<String, ApiKey> keys = Map.of();
  private @Nullable FileTime loaded;

  ApiKeys(Path path, Clock clock) {
    this.path = path;
    this.file = new KeyFile(path, clock);
  }

  /** The key that a client has sent, if it is known. */
  Optional<ApiKey> find(String text) {
    return KeyFile.idOf(text).map(keys::get).filter(key -> key.isOf(text));
  }

  /** Whether there is still a key of this id, and it has a role. */
  boolean has(String id, KeyRole role) {
    ApiKey key = keys.get(id);
    return key != null && key.roles().contains(role);
  }

  /** Reads the file again if it has changed; an unreadable one leaves the keys as they were. */
  synchronized void reload() {
    try {
      FileTime modified =
          Files.exists(path) ? Files.getLastModifiedTime(path) : FileTime.fromMillis(0);
      if (modified.equals(loaded)) {
        return;
      }
      keys = file.read().stream().collect(Collectors.toMap(ApiKey::id, Function.identity()));
      loaded = modified;
      LOG.info("Loaded {} API keys", keys.size());
    } catch (IOException | RuntimeException e) {
      LOG.error("The API keys cannot be loaded, so those from before still count", e);
    }
  }
}
