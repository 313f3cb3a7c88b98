package io.labelstream.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeAllocatorTest {

  @TempDir private Path folder;

  @Test
  void isJemallocWhereItIsInstalled() throws IOException {
    Path library = Files.createFile(folder.resolve("libjemalloc.so.2"));
    NativeAllocator allocator = new NativeAllocator(List.of(folder.resolve("other"), folder));
    assertThat(allocator.environment(1))
        .isEqualTo(allocator.environment(16))
        .isEqualTo(Map.of("LD_PRELOAD", library.toString()));
  }

  @Test
  void isElseThatOfTheSystemWithAnArenaForEachTaskAndTwoAtLeast() {
    NativeAllocator allocator = new NativeAllocator(List.of(folder));
    assertThat(allocator.environment(1)).isEqualTo(Map.of("MALLOC_ARENA_MAX", "2"));
    assertThat(allocator.environment(16)).isEqualTo(Map.of("MALLOC_ARENA_MAX", "16"));
  }
}
