package io.labelstream.rest;

import io.labelstream.topic.RequestTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
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

  /** An image that was sent, and when; its reply completes whatever has become of it. */
  private record Probe(long sentMillis, CompletableFuture<Void> reply) {}

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
  CompletableFuture<Boolean> ask() {
    refresh();
    Probe current = underWay.get();
    if (isReady() || current == null) {
      return CompletableFuture.completedFuture(isReady());
    }
    long waitMillis = current.sentMillis() + PATIENCE.toMillis() - clock.millis();
    return current
        .reply()
        .copy()
        .completeOnTimeout(null, waitMillis, TimeUnit.MILLISECONDS)
        .thenApply(done -> isReady());
  }

  /** Sends an image of our own to each partition that was added, to see whether it is read. */
  void tryNewPartitions() {
    if (topic.isAvailable()) {
      for (int partition : topic.untried()) {
        var unused = classifications.probe(image, OptionalInt.of(partition));
      }
    }
  }

  private void probe() {
    Probe probe = new Probe(clock.millis(), new CompletableFuture<>());
    if (underWay.compareAndSet(null, probe)) {
      var unused =
          classifications
              .probe(image)
              .whenComplete(
                  (answer, failure) -> {
                    underWay.set(null);
                    probe.reply().complete(null);
                  });
    }
  }

  private boolean answeredWithin(Duration time) {
    return classifications.lastAnswerMillis() > clock.millis() - time.toMillis();
  }
}
