package io.labelstream.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model, once per JVM however many tasks use it: its weights are 100 MB in fp32, and
 * TensorFlow's sessions are thread-safe. The last release gives its memory back.
 */
final class SharedModel {

  private static final Logger LOG = LoggerFactory.getLogger(SharedModel.class);

  /** Guarded by itself. Static because sharing across the tasks of a JVM is its purpose. */
  private static final Map<Path, SharedModel> LOADED = new HashMap<>();

  private final Path directory;
  private final ModelManifest manifest;
  private final TensorFlowModel model;
  private int users;

  private SharedModel(Path directory, ModelManifest manifest, TensorFlowModel model) {
    this.directory = directory;
    this.manifest = manifest;
    this.model = model;
  }

  /**
   * Returns the chosen model, loading it if need be; each call needs a {@link #release()}.
   *
   * @throws IOException if the model is missing or damaged
   */
  static SharedModel acquire(ModelChoice choice) throws IOException {
    synchronized (LOADED) {
      Path key = choice.directory().toAbsolutePath().normalize();
      SharedModel shared = LOADED.get(key);
      if (shared == null) {
        LOG.info("Running {}, since {}", choice.manifest().id(), choice.reason());
        shared = load(key, choice.manifest());
        LOADED.put(key, shared);
      }
      shared.users++;
      return shared;
    }
  }

  void release() {
    synchronized (LOADED) {
      if (--users == 0) {
        LOADED.remove(directory);
        model.close();
        LOG.info("Unloaded {}", manifest.id());
      }
    }
  }

  ModelManifest manifest() {
    return manifest;
  }

  /** Makes a runner for one task, because runners are not thread-safe. */
  TensorFlowRunner newRunner() {
    return model.newRunner();
  }

  private static SharedModel load(Path directory, ModelManifest manifest) throws IOException {
    long start = System.nanoTime();
    manifest.checkFiles(directory);
    TensorFlowModel model =
        TensorFlowModel.load(directory, manifest.input().size(), manifest.labels().size());
    LOG.info(
        "Loaded {} from {} in {} ms",
        manifest.id(),
        directory,
        (System.nanoTime() - start) / 1_000_000);
    return new SharedModel(directory, manifest, model);
  }
}
