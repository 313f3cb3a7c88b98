package io.labelstream.tools.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labelstream.files.WholeFile;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The processes of a cluster, which outlive the command that has started them. */
final class Processes {

  /** A process so outlives the terminal from which it was started, and Ctrl-C in it. */
  private static final String DETACH = "trap '' INT HUP; exec \"$@\"";

  /** Start times are ticks since a boot, whose own time is in seconds. */
  private static final Duration ROUNDING = Duration.ofSeconds(5);

  private static final long KILL_SECONDS = 10;

  private final ClusterFolder folder;

  Processes(ClusterFolder folder) {
    this.folder = folder;
  }

  /** Starts a process; its output replaces that of the process before. */
  void start(ClusterProcess part, List<String> command, Map<String, String> environment)
      throws IOException {
    List<String> detached = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "sh"));
    detached.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(detached);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(folder.output(part).toFile()))
            .start();
    String written = process.pid() + " " + started(process.toHandle()).toEpochMilli();
    // Another command may list the folder meanwhile, so nothing unfinished may lie in it.
    WholeFile.write(
        file(part), folder.temporary().resolve(part + ".pid"), written.getBytes(US_ASCII));
  }

  Optional<ProcessHandle> find(ClusterProcess part) throws IOException {
    String[] written;
    try {
      written = Files.readString(file(part)).split(" ", -1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Instant started = Instant.ofEpochMilli(Long.parseLong(written[1]));
    // The system gives an id again, to another process.
    return ProcessHandle.of(Long.parseLong(written[0]))
        .filter(
            process ->
                process.isAlive()
                    && Duration.between(started, started(process)).abs().compareTo(ROUNDING) < 0);
  }

  /** The start time in milliseconds since 1970; 0 if the process does not run. */
  long startedMillis(ClusterProcess part) throws IOException {
    return find(part).map(process -> started(process).toEpochMilli()).orElse(0L);
  }

  /** The running processes, each with its id. */
  SortedMap<ClusterProcess, Long> running() throws IOException {
    SortedMap<ClusterProcess, Long> running = new TreeMap<>();
    for (ClusterProcess part : known()) {
      find(part).ifPresent(process -> running.put(part, process.pid()));
    }
    return running;
  }

  /**
   * @throws SandboxException if a process has ended by itself; the message names its log
   */
  void checkAlive(Collection<ClusterProcess> parts) throws IOException {
    for (ClusterProcess part : parts) {
      if (find(part).isEmpty()) {
        throw new SandboxException(
            part + " has ended: see " + folder.log(part) + " and " + folder.output(part));
      }
    }
  }

  /** Processes that have been started and not been stopped, whether they still run or not. */
  List<ClusterProcess> known() throws IOException {
    if (!Files.exists(folder.processes())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.processes())) {
      return files
          .map(file -> ClusterProcess.parse(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /**
   * Kills a process as {@code kill -9} does.
   *
   * @throws SandboxException if it does not run
   */
  void kill(ClusterProcess part) throws IOException, InterruptedException {
    ProcessHandle process =
        find(part).orElseThrow(() -> new SandboxException(part + " does not run"));
    process.destroyForcibly();
    try {
      process.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new SandboxException(part + " does not end: process " + process.pid(), e);
    }
  }

  /** Asks processes to end, and kills those that have not done so in time. */
  void stop(List<ClusterProcess> parts, Duration patience) throws IOException {
    List<ProcessHandle> running = new ArrayList<>();
    for (ClusterProcess part : parts) {
      find(part).ifPresent(running::add);
    }
    running.forEach(ProcessHandle::destroy);
    CompletableFuture<Void> ended =
        CompletableFuture.allOf(
            running.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    try {
      ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.forEach(ProcessHandle::destroyForcibly);
      ended.orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join();
    } catch (InterruptedException e) {
      running.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    for (ClusterProcess part : parts) {
      Files.deleteIfExists(file(part));
    }
  }

  private Path file(ClusterProcess part) {
    return folder.processes().resolve(part.toString());
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
