package io.labelstream.feed;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets so many things a second be done, after some that may be done at once. Who comes too early is
 * told when, or that the wait would be too long. Thread-safe.
 */
public final class Pace {

  private final long intervalNanos;
  private final long burstNanos;
  private final long longestNanos;
  private final LongSupplier nanoTime;
  private long next;

  /**
   * A pace at which nothing was done for long.
   *
   * @param perSecond at least 1
   * @param atOnce how many may be done before the pace counts
   * @param longest how long anybody may have to wait
   * @param nanoTime as {@link System#nanoTime}
   */
  public Pace(int perSecond, int atOnce, Duration longest, LongSupplier nanoTime) {
    intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    burstNanos = intervalNanos * (atOnce - 1);
    longestNanos = longest.toNanos();
    this.nanoTime = nanoTime;
    next = nanoTime.getAsLong();
  }

  /** The time until the next may be done, which the caller has to wait for; empty: never. */
  public synchronized Optional<Duration> take() {
    long now = nanoTime.getAsLong();
    long free = Math.max(next, now);
    long wait = Math.max(0, free - now - burstNanos);
    if (wait > longestNanos) {
      return Optional.empty();
    }
    next = free + intervalNanos;
    return Optional.of(Duration.ofNanos(wait));
  }
}
