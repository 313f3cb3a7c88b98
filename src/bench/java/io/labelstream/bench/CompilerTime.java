package io.labelstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system says of the processor time that a JVM's compilers have taken. */
final class CompilerTime {

  /** What HotSpot calls their threads, as far as Linux keeps a name. */
  private static final List<String> THREADS = List.of("C1 CompilerThre", "C2 CompilerThre");

  private CompilerTime() {}

  /**
   * The time of a process's compilers so far.
   *
   * @throws IOException if the process is gone, or this is not Linux
   */
  static Duration of(long pid) throws IOException {
    List<Path> threads;
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
      threads = all.toList();
    }
    long nanos = 0;
    for (Path thread : threads) {
      nanos += nanos(thread);
    }
    return Duration.ofNanos(nanos);
  }

  private static long nanos(Path thread) throws IOException {
    try {
      return THREADS.contains(Files.readString(thread.resolve("comm")).strip())
          ? Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0])
          : 0;
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      }
      // It has ended since the threads were listed; Linux says so in more than one way.
      return 0;
    }
  }
}
