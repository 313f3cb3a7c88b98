package io.labelstream.bench;

import io.labelstream.vision.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every measurement has. */
final class BenchOptions {

  enum Format {
    TABLE,
    JSON
  }

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each side takes its turn (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--slice",
      paramLabel = "MILLIS",
      defaultValue = "2000",
      description = "How long a turn is, in milliseconds (default: ${DEFAULT-VALUE})")
  private int sliceMillis;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, or json: one object with machine, ratios and tables")
  private Format format;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "Compiled model without its -fp32 or -int8 (default: target/models/resnet50 of this"
              + " build)")
  private @Nullable Path model;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description = "Weights of the model (default: models/resnet50 of this build)")
  private @Nullable Path source;

  @Option(
      names = "--photographs",
      paramLabel = "DIR",
      description =
          "What is classified (default: a JPEG of 500×375, made of deploy/photographs of this"
              + " build)")
  private @Nullable Path photographs;

  int rounds() {
    return Math.max(1, rounds);
  }

  long sliceNanos() {
    return Math.max(1, sliceMillis) * 1_000_000L;
  }

  Format format() {
    return format;
  }

  Path model() {
    return Objects.requireNonNullElseGet(model, ModelDirectory::defaultModel).toAbsolutePath();
  }

  Path source() {
    return Objects.requireNonNullElseGet(source, () -> ofThisProject("models/resnet50"));
  }

  List<byte[]> photographs() throws IOException {
    return photographs == null
        ? Photographs.usual(shippedPhotographs())
        : Photographs.read(photographs);
  }

  Path shippedPhotographs() {
    return ofThisProject("deploy/photographs");
  }

  /** A build's models are in {@code target/models}. */
  private static Path ofThisProject(String path) {
    return ModelDirectory.ofThisBuild().resolve("../..").resolve(path).normalize();
  }
}
