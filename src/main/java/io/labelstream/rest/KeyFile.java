package io.labelstream.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.files.WholeFile;
import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file with the hashes of the API keys. It is replaced as a whole, so that a reader sees the
 * old one or the new one; a lock makes writers take turns.
 */
public final class KeyFile {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final int ID_BYTES = 4;
  private static final int SECRET_BYTES = 16;
  private static final int SALT_BYTES = 16;

  private final Path file;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** Takes a file, which need not exist yet. */
  public KeyFile(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** What the file holds. */
  private record Content(List<ApiKey> keys) {}

  /** All keys, the oldest first. */
  public List<ApiKey> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return List.copyOf(JSON.readValue(file.toFile(), Content.class).keys());
    } catch (JacksonException e) {
      throw new IOException(file + " holds no API keys: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Makes a key and keeps its hash.
   *
   * @param perMinute how many requests it may make in a minute, at least 1
   * @return the key itself, which is stored nowhere
   */
  public String create(String account, KeyMode mode, int perMinute, KeyRole... roles)
      throws IOException {
    String id = KeyHash.random(random, ID_BYTES);
    String key = mode.prefix() + id + KeyHash.random(random, SECRET_BYTES);
    String salt = KeyHash.random(random, SALT_BYTES);
    ApiKey stored =
        new ApiKey(
            id,
            account,
            mode,
            perMinute,
            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
            salt,
            KeyHash.of(salt, key),
            Set.of(roles));
    change(
        keys -> {
          keys.add(stored);
          return true;
        });
    return key;
  }

  /** Gives a key another role, if it has not got it; false if there is no such key. */
  public boolean grant(String key, KeyRole role) throws IOException {
    Optional<ApiKey> known = read().stream().filter(stored -> stored.isOf(key)).findFirst();
    if (known.isEmpty() || known.get().roles().contains(role)) {
      return known.isPresent();
    }
    return change(
        keys -> {
          int index = keys.indexOf(known.get());
          if (index >= 0) {
            keys.set(index, known.get().with(role));
          }
          return index >= 0;
        });
  }

  /** Removes the key of an id; false if there is none. */
  public boolean revoke(String id) throws IOException {
    return change(keys -> keys.removeIf(key -> key.id().equals(id)));
  }

  /** Removes all keys of an account; false if there is none. */
  public boolean revokeAll(String account) throws IOException {
    return change(keys -> keys.removeIf(key -> key.account().equals(account)));
  }

  /** The id within a key, if the text has the form of one. */
  static Optional<String> idOf(String key) {
    for (KeyMode mode : KeyMode.values()) {
      int end = mode.prefix().length() + 2 * ID_BYTES;
      if (key.startsWith(mode.prefix()) && key.length() == end + 2 * SECRET_BYTES) {
        return Optional.of(key.substring(mode.prefix().length(), end));
      }
    }
    return Optional.empty();
  }

  private interface Change {
    boolean apply(List<ApiKey> keys);
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private boolean change(Change change) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path lockPath = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      List<ApiKey> keys = new ArrayList<>(read());
      boolean changed = change.apply(keys);
      if (changed) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        WholeFile.write(file, next, JSON.writeValueAsBytes(new Content(keys)));
      }
      return changed;
    }
  }
}
