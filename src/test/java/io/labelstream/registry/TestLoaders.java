package io.labelstream.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Loaders that have a registry alone, and no model of the setting {@code model}. */
final class TestLoaders {

  private TestLoaders() {}

  /** One that keeps no model which nobody uses. */
  static RegistryLoader of(ModelRegistry registry, Path root) {
    return of(registry, Duration.ZERO, root);
  }

  /**
   * Makes one.
   *
   * @param root where the file systems are that say how much memory there is
   */
  static RegistryLoader of(ModelRegistry registry, Duration linger, Path root) {
    return new RegistryLoader(
        registry,
        () -> {
          throw new IOException("no compiled model");
        },
        linger,
        new AvailableMemory(root));
  }
}
