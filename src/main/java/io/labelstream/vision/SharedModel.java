package io.labelstream.vision;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model, once per JVM however many tasks use it: its weights are 100 MB, and TensorFlow's
 * sessions are thread-safe. The last release gives its memory back.
 */
final class SharedModel {

  private static final Logger LOG = LoggerFactory.getLogger(SharedModel.class);
  private static final String ENGINE = "TensorFlow";

  /** Guarded by itself. Static because sharing across the tasks of a JVM is its purpose. */
  private static final Map<Path, SharedModel> LOADED = new HashMap<>();

  private final Path directory;
  private final ModelManifest manifest;
  private final Model model;
  private int users;

  private SharedModel(Path directory, ModelManifest manifest, Model model) {
    this.directory = directory;
    this.manifest = manifest;
    this.model = model;
  }

  /**
   * The model of a directory, loaded if it is not yet; each call needs a {@link #release()}.
   *
   * @throws IOException if the model is missing or damaged
   */
  static SharedModel acquire(Path directory) throws IOException {
    synchronized (LOADED) {
      Path key = directory.toAbsolutePath().normalize();
      SharedModel shared = LOADED.get(key);
      if (shared == null) {
        shared = load(key);
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

  /** A predictor of its own for one task, as predictors are not thread-safe. */
  Predictor<ImageTensor, float[]> newPredictor() {
    return model.newPredictor(new TensorTranslator());
  }

  private static SharedModel load(Path directory) throws IOException {
    long start = System.nanoTime();
    ModelManifest manifest = ModelManifest.read(directory);
    manifest.checkSavedModel(directory);
    NativeLibraries.extractTensorFlow();
    Model model = Model.newInstance(manifest.name(), ENGINE);
    try {
      model.load(directory);
      SharedModel shared = new SharedModel(directory, manifest, model);
      shared.warmUp();
      LOG.info(
          "Loaded {} from {} in {} ms",
          manifest.id(),
          directory,
          (System.nanoTime() - start) / 1_000_000);
      return shared;
    } catch (MalformedModelException e) {
      model.close();
      throw new IOException("TensorFlow cannot load " + directory + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * The first run optimises the graph and lays out the weights, which no record should wait for.
   */
  private void warmUp() {
    try (Predictor<ImageTensor, float[]> predictor = newPredictor()) {
      int classes = predictor.predict(new ImageTensor(manifest.input().size())).length;
      if (classes != manifest.labels().size()) {
        throw new IllegalStateException(
            directory
                + " predicts "
                + classes
                + " classes for "
                + manifest.labels().size()
                + " labels");
      }
    } catch (TranslateException e) {
      throw new IllegalStateException(directory + " cannot predict: " + e.getMessage(), e);
    }
  }
}
