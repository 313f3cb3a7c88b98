package io.labelstream.rest;

import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A question to the job. Everybody who asks the same question gets the same answer.
 *
 * @param contentHash of the image's bytes
 * @param options which labels
 */
record Question(String contentHash, LabelOptions options) {

  /** More than a job takes to come back from a failure; after that, a record counts as lost. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  /**
   * The state of a question: waiting while clients wait for a request's answer, overdue when they
   * have given up but the answer may still come, answered once it has.
   */
  sealed interface State {

    /**
     * Asks the question now.
     *
     * @param model the one that answers at the moment; answers of others count no more
     */
    Turn asked(String model, long nowMillis);

    /** The request whose answer may still come, if there is one. */
    Optional<String> requestId();

    /** Completes the answer of all clients that wait, if there are any. */
    default Optional<Promise<IdentifyResponse>> clients() {
      return Optional.empty();
    }

    /** The state when nobody waits any more. */
    default State givenUp() {
      return this;
    }

    /** The weight in labels, 0 without an answer, so that no cached answer makes room for it. */
    default int weight() {
      return 0;
    }
  }

  /** What has to be done for a question that was asked. */
  enum Kind {
    /** A request has to be sent. */
    NEW,
    /** A request is on its way, but nobody was waiting for it any more. */
    RESUMED,
    /** Others wait for the same answer already. */
    COALESCED,
    /** The answer is known. */
    CACHED
  }

  /**
   * The outcome of asking.
   *
   * @param requestId the request whose answer is awaited, empty if the answer is known
   * @param answer fails with an {@link ApiException}
   */
  record Turn(Kind kind, String requestId, Future<IdentifyResponse> answer, State state) {

    static Turn first(long nowMillis) {
      return waiting(Kind.NEW, UUID.randomUUID().toString(), nowMillis);
    }

    private static Turn waiting(Kind kind, String requestId, long sentMillis) {
      Waiting waiting = new Waiting(requestId, sentMillis, Promise.promise());
      return new Turn(kind, requestId, waiting.answer().future(), waiting);
    }
  }

  /** Clients wait for the answer of a request. */
  record Waiting(String id, long sentMillis, Promise<IdentifyResponse> answer) implements State {

    @Override
    public Turn asked(String model, long nowMillis) {
      return new Turn(Kind.COALESCED, id, answer.future(), this);
    }

    @Override
    public Optional<String> requestId() {
      return Optional.of(id);
    }

    @Override
    public Optional<Promise<IdentifyResponse>> clients() {
      return Optional.of(answer);
    }

    @Override
    public State givenUp() {
      return new Overdue(id, sentMillis);
    }
  }

  /** Nobody waits for the answer of a request, but it may still come. */
  record Overdue(String id, long sentMillis) implements State {

    @Override
    public Turn asked(String model, long nowMillis) {
      return nowMillis - sentMillis < ON_ITS_WAY.toMillis()
          ? Turn.waiting(Kind.RESUMED, id, sentMillis)
          : Turn.first(nowMillis);
    }

    @Override
    public Optional<String> requestId() {
      return Optional.of(id);
    }
  }

  /** A model has answered. */
  record Answered(String model, IdentifyResponse response) implements State {

    @Override
    public Turn asked(String current, long nowMillis) {
      return model.equals(current)
          ? new Turn(Kind.CACHED, "", Future.succeededFuture(response), this)
          : Turn.first(nowMillis);
    }

    @Override
    public Optional<String> requestId() {
      return Optional.empty();
    }

    @Override
    public int weight() {
      return 1 + response.secondaryLabels().size();
    }
  }
}
