package io.labelstream.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model, once per JVM however many tasks use it: its weights are 100 MB in fp32, and the
 * engines' sessions are thread-safe.
 *
 * <p>With its last user it is unloaded, at once or after a while in which another one may come.
 * There is memory for what is used and for no more, so whoever has to load a model unloads first
 * those that nobody uses.
 */
final class SharedModel {

  private static final Logger LOG = LoggerFactory.getLogger(SharedModel.class);

  /** Guarded by itself. Static because sharing across the tasks of a JVM is its purpose. */
  private static final Map<Path, SharedModel> LOADED = new HashMap<>();

  private final Path directory;
  private final ModelManifest manifest;
  private final LoadedModel model;
  private int users;

  /** Of {@link System#nanoTime()}, when it could be had for the first time. */
  private long ready;

  /**
   * Unloads it after a while; there is none while it is used. It has a thread of its own, which
   * ends with it, since any other would keep the class loader of a job that has gone.
   */
  private @Nullable Timer unloading;

  private SharedModel(Path directory, ModelManifest manifest, LoadedModel model) {
    this.directory = directory;
    this.manifest = manifest;
    this.model = model;
    ready = System.nanoTime();
  }

  /**
   * Returns the model to run, loading it if need be; each call needs a {@link #release}.
   *
   * @param choices the model, or several that give the same answers: the first call loads and times
   *     them all, and closes all but the fastest
   * @throws IOException if it, or the first of them, is missing or damaged
   */
  static SharedModel acquire(List<ModelChoice> choices) throws IOException {
    synchronized (LOADED) {
      Optional<ModelChoice> known =
          choices.size() == 1 ? Optional.of(choices.get(0)) : FastestModel.known(choices);
      if (known.isEmpty()) {
        return FastestModel.acquire(choices);
      }
      ModelChoice choice = known.get();
      if (!LOADED.containsKey(key(choice))) {
        LOG.info("Running {}, since {}", choice.manifest().id(), choice.reason());
      }
      return hold(choice);
    }
  }

  /** Whether {@link #acquire} would load nothing; never of several, which it may have to time. */
  static boolean isLoaded(List<ModelChoice> choices) {
    synchronized (LOADED) {
      return choices.size() == 1
          && Optional.ofNullable(LOADED.get(key(choices.get(0))))
              .filter(shared -> shared.manifest.equals(choices.get(0).manifest()))
              .isPresent();
    }
  }

  /** Loads a model if need be, and counts one more user of it; the caller has the lock. */
  static SharedModel hold(ModelChoice choice) throws IOException {
    SharedModel shared = LOADED.get(key(choice));
    if (shared == null || (shared.users == 0 && !shared.manifest.equals(choice.manifest()))) {
      unloadUnused();
      shared = load(key(choice), choice.manifest());
      LOADED.put(shared.directory, shared);
    }
    shared.users++;
    shared.stopUnloading();
    return shared;
  }

  /** A trial of its speed is part of what the first user waits for; the caller has the lock. */
  void tried() {
    ready = System.nanoTime();
  }

  private static Path key(ModelChoice choice) {
    return choice.directory().toAbsolutePath().normalize();
  }

  /** Unloads what nobody uses, without waiting for its time. */
  static void unloadUnused() {
    synchronized (LOADED) {
      LOADED.values().stream().filter(one -> one.users == 0).toList().forEach(SharedModel::unload);
    }
  }

  /**
   * Ends a use.
   *
   * @param linger how long the model stays, if that was the last one
   */
  void release(Duration linger) {
    synchronized (LOADED) {
      if (--users > 0) {
        return;
      }
      if (linger.isZero()) {
        unload();
      } else {
        unloadAfter(linger);
      }
    }
  }

  private void unloadAfter(Duration linger) {
    Timer timer = new Timer("unload " + manifest.id(), true);
    unloading = timer;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            synchronized (LOADED) {
              if (timer.equals(unloading)) {
                unload();
              }
            }
          }
        },
        linger.toMillis());
  }

  private void stopUnloading() {
    if (unloading != null) {
      unloading.cancel();
      unloading = null;
    }
  }

  private void unload() {
    stopUnloading();
    LOADED.remove(directory);
    model.close();
    NativeLibraries.returnFreedMemory();
    LOG.info("Unloaded {}", manifest.id());
  }

  /**
   * How long a caller that began at that time had to wait for the model; nothing if it was there.
   *
   * @param start of {@link System#nanoTime()}
   */
  Duration loadTimeSince(long start) {
    synchronized (LOADED) {
      return Duration.ofNanos(Math.max(0, ready - start));
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
