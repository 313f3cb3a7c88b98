package io.labelstream.tools.cluster;

import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** So that a part outlives the terminal, and Ctrl-C in it, that it is started from. */
  private static final String DETACH = "trap '' INT HUP; exec \"$@\"";

  /** Start times are told in ticks since a boot whose own time is told in seconds. */
  private static final Duration ROUNDING = Duration.ofSeconds(5);

  private static final long KILL_SECONDS = 10;

  private final ClusterFolder folder;

  Processes(ClusterFolder folder) {
    this.folder = folder;
  }

  /** Starts a part; what it prints beside its log replaces what the one before has printed. */
  void start(Part part, List<String> command, Map<String, String> environment) throws IOException {
    List<String> detached = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "sh"));
    detached.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(detached);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(folder.output(part).toFile()))
            .start();
    // Moved there whole, for status may read meanwhile.
    Path unfinished = folder.temporary().resolve(part + ".pid");
    Files.writeString(unfinished, process.pid() + " " + started(process.toHandle()).toEpochMilli());
    Files.move(unfinished, file(part), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The process of a part, if it runs. */
  Optional<ProcessHandle> find(Part part) throws IOException {
    String[] written;
    try {
      written = Files.readString(file(part)).split(" ", -1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Instant started = Instant.ofEpochMilli(Long.parseLong(written[1]));
    // A number comes again, for another process.
    return ProcessHandle.of(Long.parseLong(written[0]))
        .filter(
            process ->
                process.isAlive()
                    && Duration.between(started, started(process)).abs().compareTo(ROUNDING) < 0);
  }

  /** When the process of a part was started, in milliseconds since 1970; 0 if it does not run. */
  long startedMillis(Part part) throws IOException {
    return find(part).map(process -> started(process).toEpochMilli()).orElse(0L);
  }

  /** The parts that run, each with its process. */
  SortedMap<Part, Long> running() throws IOException {
    SortedMap<Part, Long> running = new TreeMap<>();
    for (Part part : known()) {
      find(part).ifPresent(process -> running.put(part, process.pid()));
    }
    return running;
  }

  /**
   * Says which process has ended by itself, and where it says why.
   *
   * @throws SandboxException if one does not run
   */
  void checkAlive(Collection<Part> parts) throws IOException {
    for (Part part : parts) {
      if (find(part).isEmpty()) {
        throw new SandboxException(
            part + " has ended: see " + folder.log(part) + " and " + folder.output(part));
      }
    }
  }

  /** Parts that have been started and not been stopped, whether they still run or not. */
  List<Part> known() throws IOException {
    if (!Files.exists(folder.processes())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.processes())) {
      return files.map(file -> Part.parse(file.getFileName().toString())).sorted().toList();
    }
  }

  /**
   * As {@code kill -9} does it.
   *
   * @throws SandboxException if it does not run
   */
  void kill(Part part) throws IOException, InterruptedException {
    ProcessHandle process =
        find(part).orElseThrow(() -> new SandboxException(part + " does not run"));
    process.destroyForcibly();
    try {
      process.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new SandboxException(part + " does not end: process " + process.pid(), e);
    }
  }

  /** Asks parts to end, and makes those that have not done so in time. */
  void stop(List<Part> parts, Duration patience) throws IOException {
    List<ProcessHandle> running = new ArrayList<>();
    for (Part part : parts) {
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
    for (Part part : parts) {
      Files.deleteIfExists(file(part));
    }
  }

  private Path file(Part part) {
    return folder.processes().resolve(part.toString());
  }

  private static Instant started(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
