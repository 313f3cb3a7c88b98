package io.labelstream.bench;

/** One of the things that take turns. */
interface Workload extends AutoCloseable {

  /** What it is called in tables. */
  String name();

  /**
   * Works for about a time.
   *
   * @param nanos how long
   * @return how much it did per second, in units that all sides of a comparison share
   */
  double perSecond(long nanos) throws Exception;

  @Override
  default void close() {}
}
