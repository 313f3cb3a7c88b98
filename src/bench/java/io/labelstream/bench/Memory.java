package io.labelstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of a process's memory. */
public final class Memory {

  private Memory() {}

  /**
   * The resident memory of a process in bytes.
   *
   * @throws IOException if the process is gone, or this is not Linux
   */
  public static long residentBytes(long pid) throws IOException {
    return status(pid, "VmRSS:") * 1024;
  }

  /**
   * How many threads a process has.
   *
   * @throws IOException if the process is gone, or this is not Linux
   */
  static long threads(long pid) throws IOException {
    return status(pid, "Threads:");
  }

  private static long status(long pid, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("nothing is told of " + name + " of process " + pid));
  }
}
