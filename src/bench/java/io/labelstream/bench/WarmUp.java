package io.labelstream.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * Has a pipeline work until the compilers of its processes and of this one have little left to do.
 * By the clock alone that cannot be said: HotSpot compiles a method for the last time after some
 * thousand calls, and for minutes its compilers take a tenth of two cores.
 */
final class WarmUp {

  private static final long SLICE_NANOS = 10_000_000_000L;
  private static final long MOST_NANOS = 600_000_000_000L;

  /**
   * Of all processors' time in a slice. On two, a compilation of 100 ms makes a hundredth of the
   * records of ten seconds wait, and so decides on their 99th percentile.
   */
  private static final double QUIET = 0.005;

  /** They come in bursts. */
  private static final int QUIET_SLICES = 3;

  private final FlinkProcesses flink;

  WarmUp(FlinkProcesses flink) {
    this.flink = flink;
  }

  /** Works for a time. */
  @FunctionalInterface
  interface Work {
    void run(long nanos) throws Exception;
  }

  /**
   * Returns when the compilers took less than that of each of three slices, or after ten minutes.
   */
  void run(Work work) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    int quiet = 0;
    while (quiet < QUIET_SLICES && System.nanoTime() - start < MOST_NANOS) {
      Duration before = compilers();
      long sliceStart = System.nanoTime();
      work.run(SLICE_NANOS);
      long elapsed = System.nanoTime() - sliceStart;
      double share = (double) compilers().minus(before).toNanos() / elapsed / cores;
      quiet = share > QUIET ? 0 : quiet + 1;
    }
  }

  private Duration compilers() throws IOException {
    return flink.compilerTime().plus(CompilerTime.of(ProcessHandle.current().pid()));
  }
}
