package io.labelstream.rest;

import io.labelstream.topic.JobChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The facade is ready if an answer has come back through Kafka and Flink lately. Answers of feeds
 * count, since a probe behind a feed's backlog would come back much later. Without one, a small
 * image is sent as a probe when somebody asks, and only then.
 */
final class Readiness {

  private static final Duration LATELY = Duration.ofSeconds(15);

  /** After this, the next to ask sends a probe, so that regular callers need not wait for one. */
  private static final Duration RENEWED_AFTER = LATELY.dividedBy(2);

  /** Exactly-once holds answers back until a checkpoint, which this allows for. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** By then, what is in files has been read again many times. */
  private static final Duration LONG_LOCKED_OUT = Duration.ofMinutes(1);

  private final Classifications classifications;
  private final JobChannel channel;
  private final byte[] image;
  private final Clock clock;
  private final AtomicReference<@Nullable Probe> underWay = new AtomicReference<>();

  /** A probe that was sent. It ends without a failure, whatever has become of it. */
  private record Probe(long sentMillis, Promise<Void> ended) {}

  Readiness(Classifications classifications, JobChannel channel, byte[] image, Clock clock) {
    this.classifications = classifications;
    this.channel = channel;
    this.image = image.clone();
    this.clock = clock;
  }

  /** Whether an answer has come back lately. Sends no probe. */
  boolean isReady() {
    return channel.isAvailable() && answeredWithin(LATELY);
  }

  /**
   * Whether Kafka has refused this process for a minute, so that a new one is needed: it may have a
   * new password in its environment.
   */
  boolean isLockedOut() {
    return channel.lockedOut().compareTo(LONG_LOCKED_OUT) > 0;
  }

  /** Sends a probe unless one is under way or an answer has just come. */
  void refresh() {
    if (channel.isAvailable() && !answeredWithin(RENEWED_AFTER)) {
      probe();
    }
  }

  /**
   * Finds out, by a probe if need be, which is awaited for eight seconds from when it was sent.
   *
   * @return completes without a failure
   */
  Future<Boolean> ask() {
    refresh();
    Probe current = underWay.get();
    if (isReady() || current == null) {
      return Future.succeededFuture(isReady());
    }
    long waitMillis = current.sentMillis() + PATIENCE.toMillis() - clock.millis();
    return current
        .ended()
        .future()
        .timeout(Math.max(1, waitMillis), TimeUnit.MILLISECONDS)
        .transform(done -> Future.succeededFuture(isReady()));
  }

  /** Sends a probe to each partition that was added, to see whether the job reads it. */
  void tryNewPartitions() {
    if (channel.isAvailable()) {
      for (int partition : channel.untried()) {
        classifications.probe(image, OptionalInt.of(partition));
      }
    }
  }

  private void probe() {
    Probe probe = new Probe(clock.millis(), Promise.promise());
    if (underWay.compareAndSet(null, probe)) {
      classifications
          .probe(image, OptionalInt.empty())
          .onComplete(
              answered -> {
                underWay.set(null);
                probe.ended().complete();
              });
    }
  }

  private boolean answeredWithin(Duration time) {
    return classifications.lastAnswerMillis() > clock.millis() - time.toMillis();
  }
}
