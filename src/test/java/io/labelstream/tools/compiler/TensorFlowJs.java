package io.labelstream.tools.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.labelstream.vision.InputSpec.Resize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * TensorFlow.js in Node.js, the other implementation of the same models, from npm; what needs it is
 * skipped on a machine that has neither, or no way to npm.
 */
final class TensorFlowJs {

  private static final String VERSION = "4.22.0";
  private static final int MINUTES = 10;

  private final Path libraries;

  private TensorFlowJs(Path libraries) {
    this.libraries = libraries;
  }

  /** Installs it into the build's folder, once. */
  static TensorFlowJs install() throws IOException, InterruptedException {
    Path libraries = folder("tensorflow-js");
    if (!Files.exists(libraries.resolve("done"))) {
      List<String> packages = new ArrayList<>();
      for (String part : List.of("core", "layers", "backend-cpu", "backend-wasm")) {
        packages.add("@tensorflow/tfjs-" + part + "@" + VERSION);
      }
      install(libraries, packages);
    }
    assumeTrue(isThere("node"), "there is no node to run TensorFlow.js");
    return new TensorFlowJs(libraries);
  }

  /** Installs a package of npm without what it depends on, and returns its folder. */
  static Path npm(String name, String version) throws IOException, InterruptedException {
    Path folder = folder(name);
    if (!Files.exists(folder.resolve("done"))) {
      install(folder, List.of("--legacy-peer-deps", name + "@" + version));
    }
    return folder.resolve("node_modules").resolve(name);
  }

  /** An Inception V3, as a package of npm has it. */
  static Path inceptionTopology() throws IOException, InterruptedException {
    return npm("nsfwjs", "4.4.0").resolve("dist/models/inception_v3/model.min.js");
  }

  /** The same, ready to be compiled. */
  static ModelCompiler inception() throws IOException, InterruptedException {
    ImportOptions options =
        new ImportOptions(
            "inception",
            Optional.empty(),
            Optional.of(Preprocessing.UNIT),
            Optional.of(Resize.SQUASH),
            OptionalInt.empty());
    return ModelImporter.read(inceptionTopology(), options);
  }

  private static Path folder(String name) {
    return Path.of("target", "test-npm", name).toAbsolutePath();
  }

  private static void install(Path folder, List<String> packages)
      throws IOException, InterruptedException {
    assumeTrue(isThere("npm"), "there is no npm to install " + packages);
    Files.createDirectories(folder);
    List<String> command =
        new ArrayList<>(
            List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"));
    command.add(folder.toString());
    command.addAll(packages);
    Path log = folder.resolve("npm.log");
    assumeTrue(run(command, log) == 0, "npm cannot install " + packages + ": see " + log);
    Files.createFile(folder.resolve("done"));
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return run(List.of(program, "--version"), Path.of("/dev/null")) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(List<String> command, Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      return process.waitFor(MINUTES, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * @param topology a {@code model.json}, or the same as a script
   * @param tensors images of one size, one after the other
   * @return what the model gives for them, one after the other
   */
  float[] predict(Path topology, float[] tensors, int size, Path folder)
      throws IOException, InterruptedException {
    Path script = folder.resolve("predict.mjs");
    try (InputStream in = TensorFlowJs.class.getResourceAsStream("predict.mjs")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    Path input = folder.resolve("tensors");
    Path output = folder.resolve("results");
    Path log = folder.resolve("node.log");
    Files.write(input, Tensors.bytes(tensors).array());
    List<String> command =
        List.of(
            "node",
            script.toString(),
            libraries.toString(),
            topology.toAbsolutePath().toString(),
            input.toString(),
            Integer.toString(size),
            output.toString());
    assertThat(run(command, log)).as(() -> read(log)).isZero();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
