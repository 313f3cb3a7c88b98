package io.labelstream.tools.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files of a source model, each compared with {@code SHA256SUMS} as it is read. Only the
 * manifest is ours and not in that list.
 */
final class SourceFiles {

  private static final String CHECKSUMS = "SHA256SUMS";

  private final Path directory;
  private final Map<String, String> checksums = new HashMap<>();

  SourceFiles(Path directory) throws IOException {
    this.directory = directory;
    for (String line :
        new String(readUnchecked(CHECKSUMS), StandardCharsets.UTF_8).lines().toList()) {
      String[] parts = line.split("  ", 2);
      if (parts.length != 2 || parts[0].length() != 64) {
        throw new InvalidModelException(
            directory.resolve(CHECKSUMS) + ": not '<sha-256>  <file>': " + line);
      }
      checksums.put(parts[1], parts[0]);
    }
  }

  /** Compares every listed file, whether the compiler needs it or not. */
  void checkAll() throws IOException {
    for (String name : checksums.keySet()) {
      read(name);
    }
  }

  byte[] read(String name) throws IOException {
    String expected = checksums.get(name);
    if (expected == null) {
      throw new InvalidModelException(directory.resolve(name) + " is not listed in " + CHECKSUMS);
    }
    byte[] bytes = readUnchecked(name);
    String actual = DigestUtils.sha256Hex(bytes);
    if (!actual.equals(expected)) {
      throw new InvalidModelException(
          directory.resolve(name) + " has SHA-256 " + actual + ", but must have " + expected);
    }
    return bytes;
  }

  byte[] readUnchecked(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(file.toAbsolutePath() + " is missing");
    }
  }
}
