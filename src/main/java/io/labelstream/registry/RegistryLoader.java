package io.labelstream.registry;

import io.labelstream.files.TimeLimiter;
import io.labelstream.rollout.ModelId;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ModelClassifierFactory;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads models of a registry, which it copies to this machine first, where they are not there. */
final class RegistryLoader implements ModelLoader {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryLoader.class);

  /** Storage that hangs must not keep the next change from being made. */
  private static final Duration FETCH = Duration.ofMinutes(10);

  /**
   * What a model takes while it is loaded, in sizes of its files: 2.4 with ResNet50 in fp32, and
   * some for the tasks' own.
   */
  private static final int FILES = 3;

  private static final int MEGABYTE = 1_000_000;

  private final ModelRegistry registry;
  private final ClassifierFactory otherwise;
  private final Duration linger;
  private final AvailableMemory memory;

  /**
   * A loader of models.
   *
   * @param otherwise the model that answers while no primary is named
   * @param linger how long a model stays in memory after its last task, if it needs no copy
   * @param memory that there is for them
   */
  RegistryLoader(
      ModelRegistry registry,
      ClassifierFactory otherwise,
      Duration linger,
      AvailableMemory memory) {
    this.registry = registry;
    this.otherwise = otherwise;
    this.linger = linger;
    this.memory = memory;
  }

  @Override
  public ReadyModel load(ModelId model) throws IOException {
    if (registry.isLocal()) {
      registry.check(model);
      return load(model, registry.local(model), linger, () -> {});
    }
    // For its owner alone, since whatever is in it is run.
    Path folder = Files.createTempDirectory("labelstream-model-");
    try {
      fetch(model, folder);
      // The next copy will be in another folder, which is another model to whoever loads it.
      return load(model, folder, Duration.ZERO, () -> delete(folder));
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      delete(folder);
      throw e;
    }
  }

  @Override
  public ReadyModel otherwise() throws IOException {
    return ReadyModel.of(otherwise, () -> {});
  }

  private ReadyModel load(ModelId model, Path directory, Duration kept, Runnable afterwards)
      throws IOException {
    ModelClassifierFactory classifiers =
        new ModelClassifierFactory(
            directory.toString(), PrecisionChoice.AUTO, EngineChoice.AUTO, kept);
    ModelManifest manifest = ModelRegistry.read(model, directory);
    if (!classifiers.isLoaded()) {
      makeRoom(model, FILES * size(manifest, directory), classifiers);
    }
    return ReadyModel.of(classifiers, afterwards);
  }

  private void makeRoom(ModelId model, long needed, ClassifierFactory classifiers)
      throws IOException {
    if (missing(needed).isPresent()) {
      // One that nobody uses any more makes room.
      classifiers.releaseUnused();
    }
    OptionalLong available = missing(needed);
    if (available.isPresent()) {
      throw new IOException(
          "there is no memory for %s: it needs %d MB beside what runs, and %d MB can be had"
              .formatted(model, needed / MEGABYTE, Math.max(0, available.getAsLong()) / MEGABYTE));
    }
  }

  private static long size(ModelManifest manifest, Path directory) throws IOException {
    long bytes = 0;
    for (String name : manifest.files().keySet()) {
      bytes += Files.size(directory.resolve(name));
    }
    return bytes;
  }

  /** What can be had, in bytes, if that is less than what is needed. */
  private OptionalLong missing(long needed) {
    OptionalLong available = memory.bytes();
    return available.isPresent() && available.getAsLong() < needed
        ? available
        : OptionalLong.empty();
  }

  private void fetch(ModelId model, Path folder) throws IOException {
    try (TimeLimiter limiter = TimeLimiter.refusing("models-fetch", 1, FETCH)) {
      limiter.call(
          () -> {
            registry.fetch(model, folder);
            return folder;
          });
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause != null && cause.getClass() == IOException.class
          ? (IOException) cause
          : new IOException(model + " cannot be read: " + cause, e);
    } catch (TimeoutException e) {
      throw new IOException(model + " cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled while " + model + " is read");
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The copy of a model in {} cannot be deleted: {}", folder, e.toString());
    }
  }
}
