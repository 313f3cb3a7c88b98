package io.labelstream.rest;

import io.labelstream.wire.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The requests whose answers are waited for: a bounded number, each until its deadline. */
final class PendingReplies {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Map<String, CompletableFuture<Answer>> byId = new ConcurrentHashMap<>();
  private final Semaphore places;
  private final Duration timeout;

  PendingReplies(int bound, Duration timeout) {
    this.places = new Semaphore(bound);
    this.timeout = timeout;
  }

  /**
   * Waits for the answer of an id; a {@link java.util.concurrent.TimeoutException} ends it at the
   * deadline.
   *
   * @throws ApiException if too many wait already
   */
  CompletableFuture<Answer> await(String id) {
    if (!places.tryAcquire()) {
      throw ApiException.unavailable(
          "Too many classifications are waiting. Please try again later.", RETRY);
    }
    CompletableFuture<Answer> reply = new CompletableFuture<>();
    byId.put(id, reply);
    return reply
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, failure) -> {
              byId.remove(id);
              places.release();
            });
  }

  /** Takes an answer in; those that nobody here waits for are dropped. */
  void complete(Answer answer) {
    CompletableFuture<Answer> reply = byId.get(answer.id());
    if (reply != null) {
      reply.complete(answer);
    }
  }

  /** Ends the wait of one. */
  void fail(String id, Throwable failure) {
    CompletableFuture<Answer> reply = byId.get(id);
    if (reply != null) {
      reply.completeExceptionally(failure);
    }
  }

  /** Ends the wait of all. */
  void failAll(Throwable failure) {
    List.copyOf(byId.values()).forEach(reply -> reply.completeExceptionally(failure));
  }

  int size() {
    return byId.size();
  }
}
