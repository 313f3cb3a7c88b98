package io.labelstream.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory this process can still have before its machine or its container has none: what is
 * native is limited by nothing else, and its want ends the process without an exception.
 *
 * @param root of the file system, in which Linux tells it
 */
record AvailableMemory(Path root) {

  private static final long KIBIBYTE = 1024;

  /** What can be had, in bytes; empty where nothing tells. */
  OptionalLong bytes() {
    return Stream.of(ofMachine(), ofContainer()).flatMapToLong(OptionalLong::stream).min();
  }

  private OptionalLong ofMachine() {
    OptionalLong kibibytes = number(lines("proc/meminfo"), "MemAvailable:");
    return kibibytes.isPresent()
        ? OptionalLong.of(kibibytes.getAsLong() * KIBIBYTE)
        : OptionalLong.empty();
  }

  /** By the second version of control groups; what the files that it has read take can be had. */
  private OptionalLong ofContainer() {
    OptionalLong most = number(lines("sys/fs/cgroup/memory.max"), "");
    OptionalLong taken = number(lines("sys/fs/cgroup/memory.current"), "");
    if (most.isEmpty() || taken.isEmpty()) {
      return OptionalLong.empty();
    }
    long files = number(lines("sys/fs/cgroup/memory.stat"), "inactive_file").orElse(0);
    return OptionalLong.of(most.getAsLong() - taken.getAsLong() + files);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The number behind a name, in the line that begins with it. */
  private static OptionalLong number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
        .filter(text -> text.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
