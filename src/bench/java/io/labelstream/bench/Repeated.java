package io.labelstream.bench;

/**
 * A step that is repeated, in the thread that measures.
 *
 * @param name what the workload is called
 * @param step what is counted
 */
record Repeated(String name, Step step) implements Workload {

  interface Step {
    void run() throws Exception;
  }

  @Override
  public double perSecond(long nanos) throws Exception {
    long start = System.nanoTime();
    long steps = 0;
    long elapsed;
    do {
      step.run();
      steps++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    return steps * 1e9 / elapsed;
  }
}
