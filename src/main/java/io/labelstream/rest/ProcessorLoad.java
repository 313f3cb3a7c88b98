package io.labelstream.rest;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/**
 * How much of the processors all processes take, of the machine or, where the JVM knows of one, of
 * the container. Thread-safe.
 */
final class ProcessorLoad {

  /** A job that works as fast as it can leaves the rest between two photographs. */
  private static final double SATURATED = 0.9;

  private final DoubleSupplier load;
  private volatile boolean saturated;

  /**
   * Not measured yet.
   *
   * @param load since it was asked before, 0 to 1; negative where that is not known
   */
  ProcessorLoad(DoubleSupplier load) {
    this.load = load;
  }

  static ProcessorLoad measured() {
    return new ProcessorLoad(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad);
  }

  /** Takes in what it was since the last call. */
  void measure() {
    saturated = load.getAsDouble() >= SATURATED;
  }

  /** Whether nothing was left, so that whoever only looks would take it from somebody's work. */
  boolean isSaturated() {
    return saturated;
  }
}
