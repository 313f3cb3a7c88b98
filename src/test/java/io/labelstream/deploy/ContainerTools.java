package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.processes.Programs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * buildah and podman, which need no daemon, with images and containers in a folder of ours outside
 * of the project. One process at a time uses it.
 */
final class ContainerTools implements AutoCloseable {

  private static final List<String> NEEDED = List.of("mmdebstrap", "buildah", "podman", "runc");

  /** Set to {@code true} where a missing tool is a failure. */
  private static final String REQUIRED = "CONTAINERS_REQUIRED";

  private final Path folder;
  private final FileChannel lock;

  private ContainerTools(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Leaves a test out where a tool is missing and need not be there. */
  static ContainerTools open() throws IOException {
    Programs.assume(REQUIRED, NEEDED, NEEDED);
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        (cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache))
            .resolve("labelstream-images");
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock.lock();
    Files.writeString(
        folder.resolve("storage.conf"),
        """
        [storage]
        driver = "overlay"
        graphroot = "%s"
        runroot = "%s"
        """
            .formatted(
                folder.resolve("storage"),
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "labelstream-images-" + System.getProperty("user.name"))));
    return new ContainerTools(folder, lock);
  }

  /** The folder that outlives the test. */
  Path folder() {
    return folder;
  }

  /** Runs a command that has to succeed, and returns what it prints. */
  String run(List<String> command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("errors", ".log");
    try {
      Process process = builder(command).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor())
          .as(() -> String.join(" ", command) + "\n" + output + text(errors))
          .isZero();
      return output.strip();
    } finally {
      Files.delete(errors);
    }
  }

  /** Runs podman, which has to succeed, and returns what it prints. */
  String podman(String... arguments) throws IOException, InterruptedException {
    return run(podman(List.of(arguments)));
  }

  boolean hasImage(String name) throws IOException, InterruptedException {
    return builder(podman(List.of("image", "exists", name))).start().waitFor() == 0;
  }

  /** Starts a container in the foreground. */
  Process start(Path log, Map<String, String> secrets, List<String> arguments) throws IOException {
    List<String> command = podman(List.of("--runtime", "runc", "run"));
    command.addAll(arguments);
    ProcessBuilder builder = builder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(secrets);
    return builder.start();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<String> podman(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("podman", "--events-backend=none"));
    if (!Files.isDirectory(Path.of("/run/systemd/system"))) {
      command.add("--cgroup-manager=cgroupfs");
    }
    command.addAll(arguments);
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString());
    return builder;
  }
}
