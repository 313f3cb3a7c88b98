package io.labelstream.topic;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether Kafka lets this process in. A broker that is away refuses nobody: only one that is there
 * and takes neither a certificate's authority nor a password for good. Thread-safe.
 */
final class Admission {

  private final LongSupplier nanoTime;
  private boolean before;
  private boolean refused;
  private int refusals;
  private long refusedNanos;

  /**
   * One of a process that has not tried.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  Admission(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void granted() {
    before = true;
    refused = false;
  }

  synchronized void refused() {
    if (!refused) {
      refusedNanos = nanoTime.getAsLong();
    }
    refused = true;
    refusals++;
  }

  /** Changes with each refusal: clients that were made before have what was refused. */
  synchronized int refusals() {
    return refusals;
  }

  /** Takes in that no broker was there to say. */
  synchronized void unknown() {
    refused = false;
  }

  /**
   * How long it has been refused without a break, after it was let in before: who never was would
   * not be after a restart either.
   */
  synchronized Duration lockedOut() {
    return before && refused
        ? Duration.ofNanos(nanoTime.getAsLong() - refusedNanos)
        : Duration.ZERO;
  }
}
