package io.labelstream.job;

import io.labelstream.event.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A limit that is looked up again and again, beside the task's own thread. One that is lowered in
 * between may fail the task over an answer that the topic refuses; the task looks it up when it is
 * opened again, and so makes that answer a smaller one.
 */
final class WatchedLimit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedLimit.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String topic;
  private final Lookup lookup;
  private final int most;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "answer-limit");
            thread.setDaemon(true);
            return thread;
          });

  private volatile int limit;

  /** Asks for the largest batch of records that the topic takes, in bytes. */
  @FunctionalInterface
  interface Lookup {
    int run() throws ExecutionException, InterruptedException;
  }

  /**
   * A limit that has not been looked up.
   *
   * @param most where the topic takes more, or nobody says what it takes
   */
  WatchedLimit(String topic, Lookup lookup, int most) {
    this.topic = topic;
    this.lookup = lookup;
    this.most = most;
    this.limit = most;
  }

  /**
   * Looks the limit up, for a few seconds at the most, and begins to watch it.
   *
   * @throws IOException if the topic takes less than any answer may come to
   */
  void start() throws IOException {
    try {
      int taken = lookup.run();
      if (taken < Destination.MIN_BYTES) {
        throw new IOException(
            "the topic "
                + topic
                + " takes "
                + taken
                + " bytes (max.message.bytes), of which an answer needs "
                + Destination.MIN_BYTES
                + " at least: raise it");
      }
      take(taken);
    } catch (ExecutionException e) {
      LOG.warn(
          "The broker does not say how large answers may be, so max-answer-bytes, which is {}, has to"
              + " fit: {}",
          most,
          String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var unused =
        watch.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks the limit up again; what cannot be found out stays as it is. */
  void look() {
    try {
      take(lookup.run());
    } catch (ExecutionException | RuntimeException e) {
      // One that was thrown would end the watch.
      LOG.debug("The broker does not say how large answers may be", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(int taken) {
    int now = Math.max(Destination.MIN_BYTES, Math.min(most, taken));
    if (now == limit) {
      return;
    }
    limit = now;
    LOG.info(
        "Answers are {} bytes at most from now on: the topic {} takes {} (max.message.bytes), and"
            + " max-answer-bytes is {}",
        now,
        topic,
        taken,
        most);
  }

  /** The largest answer at this moment. */
  int bytes() {
    return limit;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
