package io.labelstream.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {

  @TempDir private Path root;

  @Test
  void isThatOfTheMachineOutsideOfContainers() throws IOException {
    write("proc/meminfo", "MemTotal:  8000 kB\nMemFree:  10 kB\nMemAvailable:   4000 kB\n");
    assertThat(new AvailableMemory(root).bytes()).hasValue(4_096_000);
    write("sys/fs/cgroup/memory.max", "max\n");
    write("sys/fs/cgroup/memory.current", "1000\n");
    assertThat(new AvailableMemory(root).bytes()).as("no limit").hasValue(4_096_000);
  }

  @Test
  void isWhatAContainerMayStillTake() throws IOException {
    write("proc/meminfo", "MemAvailable:   4000 kB\n");
    write("sys/fs/cgroup/memory.max", "3000000\n");
    write("sys/fs/cgroup/memory.current", "2500000\n");
    assertThat(new AvailableMemory(root).bytes()).hasValue(500_000);
    write("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 200000\nactive_file 7\n");
    assertThat(new AvailableMemory(root).bytes()).hasValue(700_000);
  }

  @Test
  void isUnknownWhereNothingTells() {
    assertThat(new AvailableMemory(root).bytes()).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }
}
