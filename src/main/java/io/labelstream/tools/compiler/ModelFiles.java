package io.labelstream.tools.compiler;

import io.labelstream.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files of a graph, by their paths within the model's directory.
 *
 * @param contents the bytes of each
 */
record ModelFiles(Map<String, byte[]> contents) {

  /** The SHA-256 of each file. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    contents.forEach((name, bytes) -> hashes.put(name, DigestUtils.sha256Hex(bytes)));
    return hashes;
  }

  /** Writes each file whole or not at all. */
  void write(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      WholeFile.write(target, file.getValue());
    }
  }
}
