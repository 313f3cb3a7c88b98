package io.labelstream.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many requests each API key may still make: as many as its rate at once, refilled evenly over
 * a minute. Each process counts for itself.
 */
final class RateLimits {

  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final TimeMeter time;

  /** By id and rate, so that a changed rate counts at once; full again when it is forgotten. */
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder()
          // To wake another thread takes longer than what the cache has for it to do.
          .executor(Runnable::run)
          .expireAfterAccess(PERIOD.multipliedBy(2))
          .build();

  RateLimits(Clock clock) {
    time = timeMeter(clock);
  }

  /**
   * What a key has left.
   *
   * @param allowed whether the request may go on
   * @param limit requests a minute
   * @param remaining how many of them are left
   * @param reset the time until all of them are left again
   * @param retryAfter the time until the next request is allowed
   */
  record Decision(
      boolean allowed, int limit, long remaining, Duration reset, Duration retryAfter) {}

  /** Takes one request from what a key has. */
  Decision take(ApiKey key) {
    return take(key, key.perMinute());
  }

  /**
   * The same at another rate than the key's own.
   *
   * @param perMinute how many it may make in a minute
   */
  Decision take(ApiKey key, int perMinute) {
    Bucket bucket = buckets.get(key.id() + "/" + perMinute, id -> newBucket(perMinute));
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return new Decision(
        probe.isConsumed(),
        perMinute,
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForReset()),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket newBucket(int perMinute) {
    return Bucket.builder()
        .addLimit(Bandwidth.builder().capacity(perMinute).refillGreedy(perMinute, PERIOD).build())
        .withCustomTimePrecision(time)
        .build();
  }

  private static TimeMeter timeMeter(Clock clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
