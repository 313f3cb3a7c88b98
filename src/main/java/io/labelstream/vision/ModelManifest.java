package io.labelstream.vision;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is known of a compiled model; {@code manifest.json} beside its {@code saved_model.pb}.
 *
 * @param name for example {@code resnet50}
 * @param precision the numbers that it computes in, for example {@code fp32}
 * @param contentHash SHA-256 of the SavedModel, the input's description and the labels, hexadecimal
 * @param savedModelHash SHA-256 of {@code saved_model.pb}, hexadecimal
 * @param input how it wants its image
 * @param labels the classes' names in title case, in the order of the output
 */
public record ModelManifest(
    String name,
    String precision,
    String contentHash,
    String savedModelHash,
    InputSpec input,
    List<String> labels) {

  /** The graph's file name within a model's directory. */
  public static final String SAVED_MODEL = "saved_model.pb";

  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies the labels. */
  public ModelManifest {
    labels = List.copyOf(labels);
  }

  /** The model's name and short content hash, as in {@code resnet50-fp32@1a2b3c4d5e6f}. */
  public String id() {
    return name + "-" + precision + "@" + contentHash.substring(0, 12);
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
      throw new IOException(file + " is not a model's manifest: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes the manifest into a model's directory. */
  public void write(Path directory) throws IOException {
    Files.write(directory.resolve(MANIFEST), JSON.writeValueAsBytes(this));
  }

  /**
   * Checks that the graph beside the manifest is the one that it describes.
   *
   * @throws IOException if it is another, or cannot be read
   */
  void checkSavedModel(Path directory) throws IOException {
    Path file = directory.resolve(SAVED_MODEL);
    String actual = sha256(file);
    if (!actual.equals(savedModelHash)) {
      throw new IOException(
          file + " has SHA-256 " + actual + ", but its manifest says " + savedModelHash);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
