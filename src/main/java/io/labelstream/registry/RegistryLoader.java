package io.labelstream.registry;

import io.labelstream.files.TimeLimiter;
import io.labelstream.settings.EngineChoice;
import io.labelstream.settings.PrecisionChoice;
import io.labelstream.vision.ClassifierFactory;
import io.labelstream.vision.ModelClassifierFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
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

  private final ModelRegistry registry;
  private final ClassifierFactory otherwise;

  /**
   * A loader of models.
   *
   * @param otherwise the model that answers while no primary is named
   */
  RegistryLoader(ModelRegistry registry, ClassifierFactory otherwise) {
    this.registry = registry;
    this.otherwise = otherwise;
  }

  @Override
  public ReadyModel load(ModelId model) throws IOException {
    if (registry.isLocal()) {
      registry.check(model);
      return load(model, registry.local(model), () -> {});
    }
    // For its owner alone, since whatever is in it is run.
    Path folder = Files.createTempDirectory("labelstream-model-");
    try {
      fetch(model, folder);
      return load(model, folder, () -> delete(folder));
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      delete(folder);
      throw e;
    }
  }

  @Override
  public ReadyModel otherwise() throws IOException {
    return ReadyModel.of(otherwise, () -> {});
  }

  private static ReadyModel load(ModelId model, Path directory, Runnable afterwards)
      throws IOException {
    ModelRegistry.checkIs(model, directory);
    return ReadyModel.of(
        new ModelClassifierFactory(
            directory.toString(), PrecisionChoice.AUTO, EngineChoice.AUTO),
        afterwards);
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
