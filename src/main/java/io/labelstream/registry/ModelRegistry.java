package io.labelstream.registry;

import io.labelstream.rollout.ModelId;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;

/**
 * A folder of compiled models under any URI that Flink reads, each in a folder by its id. A model
 * whose manifest is there is there as a whole, and never changes.
 */
public final class ModelRegistry {

  private static final String MANIFEST = "manifest.json";

  private final URI folder;

  /**
   * The registry of a folder, which need not be there yet.
   *
   * @param folder with a slash at its end
   */
  public ModelRegistry(URI folder) {
    this.folder = folder;
  }

  /** A local folder, the models of which need not be copied. */
  boolean isLocal() {
    return "file".equals(folder.getScheme());
  }

  /**
   * The folder of a model in a local registry; of a link, that which it leads to, so that what is
   * loaded from there is the same model by either path.
   *
   * @throws IOException if it is not there
   */
  Path local(ModelId model) throws IOException {
    return Path.of(folder).resolve(model.text()).toRealPath();
  }

  /** Whether a model is there. */
  public boolean has(ModelId model) throws IOException {
    return files().exists(file(model, MANIFEST));
  }

  /**
   * Checks that a model is there.
   *
   * @throws IOException if it is not; the message says what to do
   */
  public void check(ModelId model) throws IOException {
    if (!has(model)) {
      throw new IOException(
          "there is no model "
              + model
              + " in "
              + folder
              + ": 'labelstream models publish' puts one there");
    }
  }

  /**
   * Copies a compiled model into the registry, its manifest last.
   *
   * @param directory a compiled model
   * @return its id; if it is there already, nothing is copied
   * @throws IOException if it is no compiled model, or damaged, or cannot be written there
   */
  public ModelId publish(Path directory) throws IOException {
    ModelManifest manifest = ModelManifest.read(directory);
    ModelId model = id(manifest);
    manifest.checkFiles(directory);
    if (has(model)) {
      return model;
    }
    for (String name : manifest.files().keySet()) {
      write(directory.resolve(name), file(model, name));
    }
    write(directory.resolve(MANIFEST), file(model, MANIFEST));
    return model;
  }

  /**
   * Copies a model out of the registry.
   *
   * @param directory an empty folder
   * @throws IOException if it is not there or cannot be read
   */
  void fetch(ModelId model, Path directory) throws IOException {
    check(model);
    read(file(model, MANIFEST), directory.resolve(MANIFEST));
    for (String name : ModelManifest.read(directory).files().keySet()) {
      Path target = directory.resolve(name).normalize();
      if (!target.startsWith(directory)) {
        throw new IOException("the manifest of " + model + " names a file elsewhere: " + name);
      }
      Files.createDirectories(target.getParent());
      read(file(model, name), target);
    }
  }

  /**
   * Reads what a folder says of itself, which has to hold the model of an id; whoever loads it
   * checks its other files.
   *
   * @throws IOException if it holds another, or none
   */
  static ModelManifest read(ModelId model, Path directory) throws IOException {
    ModelManifest manifest = ModelManifest.read(directory);
    manifest.checkHash();
    if (!manifest.id().equals(model.text())) {
      throw new IOException("the folder of " + model + " holds " + manifest.id());
    }
    return manifest;
  }

  /**
   * The id of a compiled model.
   *
   * @throws IOException if there is none, or its manifest has been changed
   */
  static ModelId id(Path directory) throws IOException {
    return id(ModelManifest.read(directory));
  }

  private static ModelId id(ModelManifest manifest) throws IOException {
    manifest.checkHash();
    try {
      return new ModelId(manifest.id());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void read(org.apache.flink.core.fs.Path from, Path to) throws IOException {
    try (InputStream in = files().open(from)) {
      Files.copy(in, to);
    }
  }

  private void write(Path from, org.apache.flink.core.fs.Path to) throws IOException {
    files().mkdirs(to.getParent());
    try (OutputStream out = files().create(to, WriteMode.OVERWRITE)) {
      Files.copy(from, out);
    }
  }

  private org.apache.flink.core.fs.Path file(ModelId model, String name) {
    return new org.apache.flink.core.fs.Path(
        new org.apache.flink.core.fs.Path(folder), model.text() + "/" + name);
  }

  private FileSystem files() throws IOException {
    return FileSystem.get(folder);
  }
}
