package io.labelstream.tools.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the environment of a TaskManager says of its allocator of native memory.
 *
 * <p>TensorFlow allocates for each node of the graph, in all tasks at the same time. jemalloc,
 * which Flink's own image preloads, scales with them. Where it is not installed, glibc's has as
 * many arenas as there are tasks, so that none waits for another's lock. By default these would be
 * up to eight a core: each submission loads the model in other threads and so fills other arenas
 * than the one before, whose memory is free but stays with the process.
 *
 * @see <a
 *     href="https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html">
 *     glibc's memory allocation tunables</a>
 */
record NativeAllocator(List<Path> folders) {

  private static final String JEMALLOC = "libjemalloc.so.2";

  private static final int LEAST_ARENAS = 2;

  NativeAllocator {
    folders = List.copyOf(folders);
  }

  /** Whatever is installed where the distributions of Linux put libraries. */
  static NativeAllocator installed() {
    return new NativeAllocator(
        Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib").map(Path::of).toList());
  }

  /**
   * The variables for a process.
   *
   * @param tasks how many it has
   */
  Map<String, String> environment(int tasks) {
    return folders.stream()
        .map(folder -> folder.resolve(JEMALLOC))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(library -> Map.of("LD_PRELOAD", library.toString()))
        .orElseGet(
            () -> Map.of("MALLOC_ARENA_MAX", Integer.toString(Math.max(LEAST_ARENAS, tasks))));
  }
}
