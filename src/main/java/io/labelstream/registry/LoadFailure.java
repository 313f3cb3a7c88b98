package io.labelstream.registry;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a model could not be had or loaded. Storage may have been away, so it is tried again, each
 * time after twice the time.
 *
 * @param key of the model
 * @param reason in one line
 * @param pause before the next attempt
 */
record LoadFailure(String key, String reason, Duration pause, long nextMillis) {

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * The failure of an attempt.
   *
   * @param before the failure of the attempt before, if that one failed
   */
  static LoadFailure after(
      @Nullable LoadFailure before, String key, Throwable cause, long nowMillis) {
    Duration pause =
        before == null || !before.key.equals(key) ? FIRST : before.pause.multipliedBy(2);
    Duration limited = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    return new LoadFailure(key, reason(cause), limited, nowMillis + limited.toMillis());
  }

  boolean isDue(long nowMillis) {
    return nowMillis >= nextMillis;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    if (cause instanceof OutOfMemoryError) {
      return "there is no memory for it: " + message;
    }
    // Our own messages are for people as they are.
    String told =
        message != null && cause.getClass() == IOException.class ? message : cause.toString();
    return told.lines().findFirst().orElse("");
  }
}
