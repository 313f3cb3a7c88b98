package io.labelstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of a process's memory. */
public final class Memory {

  private static final String RESIDENT = "VmRSS:";

  private Memory() {}

  /**
   * The resident memory of a process in bytes.
   *
   * @throws IOException if the process is gone, or this is not Linux
   */
  public static long residentBytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("no resident memory is told of process " + pid));
  }
}
