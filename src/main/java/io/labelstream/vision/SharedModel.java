package io.labelstream.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model, once per JVM however many tasks use it: its weights are 100 MB in fp32, and the
 * engines' sessions are thread-safe. The last release gives its memory back.
 */
final class SharedModel {

  private static final Logger LOG = LoggerFactory.getLogger(SharedModel.class);

  /** Guarded by itself. Static because sharing across the tasks of a JVM is its purpose. */
  private static final Map<Path, SharedModel> LOADED = new HashMap<>();

  /** Of those that were timed, the one to run; guarded by {@link #LOADED}. */
  private static final Map<List<ModelChoice>, ModelChoice> FASTEST = new HashMap<>();

  private final Path directory;
  private final ModelManifest manifest;
  private final LoadedModel model;
  private int users;

  private SharedModel(Path directory, ModelManifest manifest, LoadedModel model) {
    this.directory = directory;
    this.manifest = manifest;
    this.model = model;
  }

  /**
   * Returns the model to run, loading it if need be; each call needs a {@link #release()}.
   *
   * @param choices the model, or several that give the same answers: the first call loads and times
   *     them all, and closes all but the fastest
   * @throws IOException if it, or the first of them, is missing or damaged
   */
  static SharedModel acquire(List<ModelChoice> choices) throws IOException {
    synchronized (LOADED) {
      ModelChoice choice = choices.size() == 1 ? choices.get(0) : FASTEST.get(choices);
      if (choice == null) {
        return acquireFastest(choices);
      }
      if (!LOADED.containsKey(key(choice))) {
        LOG.info("Running {}, since {}", choice.manifest().id(), choice.reason());
      }
      return hold(choice);
    }
  }

  private static SharedModel acquireFastest(List<ModelChoice> choices) throws IOException {
    List<SharedModel> candidates = new ArrayList<>();
    try {
      List<ModelChoice> loaded = new ArrayList<>();
      for (ModelChoice choice : choices) {
        try {
          candidates.add(hold(choice));
          loaded.add(choice);
        } catch (IOException | RuntimeException | LinkageError e) {
          // An engine that a machine cannot run is none to choose there, the reference excepted.
          if (candidates.isEmpty()) {
            throw e;
          }
          LOG.warn("Not trying {}: {}", choice.manifest().id(), e.toString());
        }
      }
      ModelChoice decided = loaded.size() == 1 ? loaded.get(0) : fastest(loaded, candidates);
      LOG.info("Running {}, since {}", decided.manifest().id(), decided.reason());
      FASTEST.put(choices, decided);
      return hold(decided);
    } finally {
      candidates.forEach(SharedModel::release);
    }
  }

  private static ModelChoice fastest(List<ModelChoice> choices, List<SharedModel> candidates) {
    SpeedTrial trial = EngineTrial.of(candidates);
    ModelChoice fastest = choices.get(trial.fastest());
    return new ModelChoice(
        fastest.directory(),
        fastest.manifest(),
        fastest.reason() + ", and " + EngineTrial.describe(trial, candidates));
  }

  private static SharedModel hold(ModelChoice choice) throws IOException {
    SharedModel shared = LOADED.get(key(choice));
    if (shared == null) {
      shared = load(key(choice), choice.manifest());
      LOADED.put(shared.directory, shared);
    }
    shared.users++;
    return shared;
  }

  private static Path key(ModelChoice choice) {
    return choice.directory().toAbsolutePath().normalize();
  }

  void release() {
    synchronized (LOADED) {
      if (--users == 0) {
        LOADED.remove(directory);
        model.close();
        NativeLibraries.returnFreedMemory();
        LOG.info("Unloaded {}", manifest.id());
      }
    }
  }

  ModelManifest manifest() {
    return manifest;
  }

  /** Makes a runner for one task, because runners are not thread-safe. */
  ModelRunner newRunner() {
    return model.newRunner();
  }

  private static SharedModel load(Path directory, ModelManifest manifest) throws IOException {
    long start = System.nanoTime();
    manifest.checkFiles(directory);
    LoadedModel model =
        LoadedModel.load(
            manifest.engine(), directory, manifest.input().size(), manifest.labels().size());
    LOG.info(
        "Loaded {} from {} in {} ms",
        manifest.id(),
        directory,
        (System.nanoTime() - start) / 1_000_000);
    return new SharedModel(directory, manifest, model);
  }
}
