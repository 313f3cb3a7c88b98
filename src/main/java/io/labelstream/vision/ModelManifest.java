package io.labelstream.vision;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * The description of a compiled model, {@code manifest.json} beside its graph.
 *
 * @param name the model's name, such as {@code resnet50}
 * @param precision the numbers in which it computes
 * @param engine what runs its graph; TensorFlow where a file does not say
 * @param contentHash SHA-256 of the files' hashes, the input's description and the labels,
 *     hexadecimal
 * @param files the graph's files, relative to its directory, and the SHA-256 of each
 * @param input the form in which it takes an image
 * @param labels the classes' names in title case, in the order of the output
 */
public record ModelManifest(
    String name,
    Precision precision,
    Engine engine,
    String contentHash,
    Map<String, String> files,
    InputSpec input,
    List<String> labels) {

  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper HASHED = new ObjectMapper();

  public ModelManifest {
    engine = Objects.requireNonNullElse(engine, Engine.TENSORFLOW);
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    labels = List.copyOf(labels);
  }

  /** Describes a model whose hash is that of everything else. */
  public static ModelManifest of(
      String name,
      Precision precision,
      Engine engine,
      Map<String, String> files,
      InputSpec input,
      List<String> labels) {
    return new ModelManifest(
        name,
        precision,
        engine,
        contentHash(name, precision, files, input, labels),
        files,
        input,
        labels);
  }

  private static String contentHash(
      String name,
      Precision precision,
      Map<String, String> files,
      InputSpec input,
      List<String> labels) {
    try {
      return DigestUtils.sha256Hex(
          HASHED.writeValueAsBytes(List.of(name, precision, new TreeMap<>(files), input, labels)));
    } catch (JacksonException e) {
      throw new UncheckedIOException("records of text and numbers must serialize", e);
    }
  }

  /** The model's name and short content hash, as in {@code resnet50-fp32@1a2b3c4d5e6f}. */
  public String id() {
    return folder() + "@" + contentHash.substring(0, 12);
  }

  /** The name of the folder that a compiler makes for it. */
  public String folder() {
    return name + "-" + precision + engine.suffix();
  }

  /** Whether a directory claims to hold a compiled model. */
  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(MANIFEST));
  }

  /**
   * Reads the manifest of a compiled model.
   *
   * @throws IOException if there is none or it cannot be read; the message says what to do
   */
  public static ModelManifest read(Path directory) throws IOException {
    Path file = directory.resolve(MANIFEST);
    try {
      return JSON.readValue(Files.readAllBytes(file), ModelManifest.class);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "no compiled model in "
              + directory.toAbsolutePath()
              + ": make one with 'labelstream model compile', or name another directory",
          e);
    } catch (JacksonException e) {
      throw new IOException(
          file
              + " is not the manifest of a model for this version, which 'labelstream model"
              + " compile' would write: "
              + e.getOriginalMessage(),
          e);
    }
  }

  public void write(Path directory) throws IOException {
    Files.write(directory.resolve(MANIFEST), JSON.writeValueAsBytes(this));
  }

  /**
   * Checks that the hash is that of what the manifest says, so that the id of a model vouches for
   * its input and labels as well as for its graph.
   *
   * @throws IOException if it is another's
   */
  public void checkHash() throws IOException {
    String actual = contentHash(name, precision, files, input, labels);
    if (!actual.equals(contentHash)) {
      throw new IOException(
          "the manifest of " + id() + " has been changed: its contents have the hash " + actual);
    }
  }

  /**
   * Checks that the files beside the manifest have the hashes that it gives.
   *
   * @throws IOException if one has another, or cannot be read
   */
  public void checkFiles(Path directory) throws IOException {
    for (Map.Entry<String, String> entry : files.entrySet()) {
      Path file = directory.resolve(entry.getKey());
      String actual = new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(file);
      if (!actual.equals(entry.getValue())) {
        throw new IOException(
            file + " has SHA-256 " + actual + ", but its manifest says " + entry.getValue());
      }
    }
  }
}
