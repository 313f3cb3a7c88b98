package io.labelstream.rest;

import io.labelstream.topic.RequestTopic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Ready means that an answer has come back through Kafka and Flink lately. An answer of a feed is
 * one: behind a feed's backlog, our own would come much later. Where there is none, and somebody
 * wants to know, a small image of our own is sent; while nobody does, nothing is.
 */
final class Readiness {

  private static final Duration LATELY = Duration.ofSeconds(15);

  /** From then on an image is sent, so that who asks regularly need not wait for it. */
  private static final Duration RENEWED_AFTER = LATELY.dividedBy(2);

  /** Enough for exactly-once, whose answers wait for a checkpoint. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Classifications classifications;
  private final RequestTopic topic;
  private final byte[] image;
  private final Clock clock;
  private final AtomicReference<@Nullable Probe> underWay = new AtomicReference<>();

  /** An image that was sent, and when; it ends without a failure, whatever has become of it. */
  private record Probe(long sentMillis, Promise<Void> ended) {}

  Readiness(Classifications classifications, RequestTopic topic, byte[] image, Clock clock) {
    this.classifications = classifications;
    this.topic = topic;
    this.image = image.clone();
    this.clock = clock;
  }

  /** Whether an answer has come back lately, as far as is known without asking for one. */
  boolean isReady() {
    return topic.isAvailable() && answeredWithin(LATELY);
  }

  /** Sends an image of our own, unless one is under way or an answer has come a moment ago. */
  void refresh() {
    if (topic.isAvailable() && !answeredWithin(RENEWED_AFTER)) {
      probe();
    }
  }

  /**
   * Finds out, by an image of our own if need be, which is waited for as long as its answer may
   * still come soon.
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

  /** Sends an image of our own to each partition that was added, to see whether it is read. */
  void tryNewPartitions() {
    if (topic.isAvailable()) {
      for (int partition : topic.untried()) {
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
