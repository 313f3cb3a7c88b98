package io.labelstream.rest;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ready means that an answer has come back through Kafka and Flink lately. An answer of a feed is
 * one: behind a feed's backlog, our own would come much later. Where nobody asks, a small image of
 * our own does.
 */
final class Readiness {

  private static final Duration PROBE_AFTER = Duration.ofSeconds(5);
  private static final Duration LATELY = Duration.ofSeconds(15);

  private final Classifications classifications;
  private final RequestTopic topic;
  private final byte[] image;
  private final Clock clock;
  private final AtomicBoolean probing = new AtomicBoolean();

  Readiness(Classifications classifications, RequestTopic topic, byte[] image, Clock clock) {
    this.classifications = classifications;
    this.topic = topic;
    this.image = image.clone();
    this.clock = clock;
  }

  boolean isReady() {
    return topic.isAvailable() && answeredWithin(LATELY);
  }

  /** Sends an image if there has been no answer for some time; to be called every second. */
  void probe() {
    if (topic.isAvailable() && !answeredWithin(PROBE_AFTER) && probing.compareAndSet(false, true)) {
      var unused =
          classifications.probe(image).whenComplete((answer, failure) -> probing.set(false));
    }
  }

  private boolean answeredWithin(Duration time) {
    return classifications.lastAnswerMillis() > clock.millis() - time.toMillis();
  }
}
