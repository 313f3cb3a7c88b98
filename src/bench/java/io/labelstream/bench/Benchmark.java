package io.labelstream.bench;

/** A measurement with all that it needs, ready to run once. */
interface Benchmark {

  /** How often {@link #run} says that a step is done. */
  long steps();

  /**
   * Measures.
   *
   * @param eachDone called after each step
   */
  Report run(Runnable eachDone) throws Exception;
}
