package io.labelstream.processes;

import io.labelstream.bench.Memory;
import java.io.IOException;

/** What this process takes of memory outside the Java heap, which may grow up to its own limit. */
public final class NativeMemory {

  private NativeMemory() {}

  /**
   * Its resident bytes.
   *
   * @throws IOException if this is not Linux
   */
  public static long residentBytes() throws IOException {
    System.gc();
    long resident = Memory.residentBytes(ProcessHandle.current().pid());
    return resident - Runtime.getRuntime().totalMemory();
  }
}
