package io.labelstream.bench;

import java.time.Duration;

/** What the operating system says of the processor time that a process has taken. */
final class ProcessorTime {

  private ProcessorTime() {}

  /**
   * All threads' time so far, in steps of 10 ms.
   *
   * @throws IllegalStateException if the process is gone
   */
  static Duration of(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(
            () -> new IllegalStateException("nothing is told of process " + process.pid()));
  }
}
