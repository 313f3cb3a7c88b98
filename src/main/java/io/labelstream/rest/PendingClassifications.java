package io.labelstream.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what waits for an answer, and ends the waiting in time. Thread-safe. */
final class PendingClassifications {

  private final Vertx vertx;
  private final Questions questions;
  private final AtomicInteger count = new AtomicInteger();

  PendingClassifications(Vertx vertx, Questions questions, MeterRegistry metrics) {
    this.vertx = vertx;
    this.questions = questions;
    metrics.gauge("labelstream.classifications.pending", count, AtomicInteger::get);
  }

  int count() {
    return count.get();
  }

  /** Waits for a turn's answer, and gives it up with a {@link TimeoutException}. */
  void await(Question question, Question.Turn turn, Duration timeout) {
    count.incrementAndGet();
    // On the caller's own event loop: a future's timeout would wake a thread twice for each.
    long timer =
        vertx.setTimer(
            timeout.toMillis(),
            fired ->
                questions.givenUp(
                    question, turn.requestId(), new TimeoutException("no answer in time")));
    turn.answer()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              count.decrementAndGet();
            });
  }
}
