package io.labelstream.rest;

import io.labelstream.event.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The requests whose answers are waited for, each until its deadline: a bounded number of clients',
 * and our own.
 */
final class PendingReplies {

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Few of our own are on their way when a job comes back that was away for long. */
  private static final Duration OWN_TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, CompletableFuture<Answer>> byId = new ConcurrentHashMap<>();
  private final Semaphore places;
  private final Duration timeout;

  PendingReplies(int bound, Duration timeout) {
    this.places = new Semaphore(bound);
    this.timeout = timeout;
  }

  /**
   * Waits for the answer of an id.
   *
   * @return fails with a {@link java.util.concurrent.TimeoutException} at the deadline, or at once
   *     with an {@link ApiException} if too many wait already
   */
  CompletableFuture<Answer> await(String id) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(
          ApiException.unavailable(
              "Too many classifications are waiting. Please try again later.", RETRY));
    }
    return await(id, timeout).whenComplete((answer, failure) -> places.release());
  }

  /** The same for a request of our own, which takes no client's place. */
  CompletableFuture<Answer> awaitOwn(String id) {
    return await(id, OWN_TIMEOUT);
  }

  private CompletableFuture<Answer> await(String id, Duration deadline) {
    CompletableFuture<Answer> reply = new CompletableFuture<>();
    byId.put(id, reply);
    return reply
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> byId.remove(id));
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
