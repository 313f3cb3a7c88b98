package io.labelstream.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.rest.Question.Answered;
import io.labelstream.rest.Question.State;
import io.labelstream.rest.Question.Turn;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The states of all questions. Thread-safe. */
final class Questions {

  /** How late an answer may come and still be cached. */
  static final Duration LATE = Duration.ofMinutes(10);

  private static final long MAX_REQUESTS = 100_000;

  /** To wake another thread takes longer than what the caches have for it to do. */
  private static final Executor HERE = Runnable::run;

  private final Clock clock;
  private final Cache<Question, State> states;

  /** The question that a request has asked, by the request's id. */
  private final Cache<String, Question> byRequest =
      Caffeine.newBuilder().executor(HERE).expireAfterWrite(LATE).maximumSize(MAX_REQUESTS).build();

  /**
   * Starts without questions.
   *
   * @param cachedAnswers how many answers of the default length are cached
   */
  Questions(int cachedAnswers, Clock clock) {
    this.clock = clock;
    states =
        Caffeine.newBuilder()
            .executor(HERE)
            .maximumWeight((long) cachedAnswers * LabelOptions.DEFAULT.topK())
            .weigher((Question question, State state) -> state.weight())
            .expireAfter(
                Expiry.writing(
                    (Question question, State state) ->
                        state.requestId().isPresent() ? LATE : Duration.ofNanos(Long.MAX_VALUE)))
            .build();
  }

  /** Asks a question. For a new one, the caller has to send the request. */
  Turn ask(Question question, String model) {
    AtomicReference<Turn> turn = new AtomicReference<>();
    states
        .asMap()
        .compute(
            question,
            (same, state) -> {
              long now = clock.millis();
              Turn next = state == null ? Turn.first(now) : state.asked(model, now);
              turn.set(next);
              return next.state();
            });
    Turn taken = Objects.requireNonNull(turn.get());
    if (taken.kind() == Question.Kind.NEW) {
      byRequest.put(taken.requestId(), question);
    }
    return taken;
  }

  /** Takes in the answer of a request, and passes it to all who wait for it. */
  void answered(String requestId, String model, IdentifyResponse response) {
    Question question = byRequest.asMap().remove(requestId);
    if (question != null) {
      State before = states.asMap().put(question, new Answered(model, response));
      if (before != null) {
        before.clients().ifPresent(clients -> clients.tryComplete(response));
      }
    }
  }

  /** Passes the answer of a request to all who wait for it: the next to ask sends another one. */
  void answeredOnce(String requestId, IdentifyResponse response) {
    Question question = byRequest.asMap().remove(requestId);
    if (question != null) {
      end(question, requestId, clients -> clients.tryComplete(response), state -> null);
    }
  }

  /** Ends a request that has failed or was never sent: the next to ask sends another one. */
  void failed(String requestId, Throwable reason) {
    Question question = byRequest.asMap().remove(requestId);
    if (question != null) {
      end(question, requestId, clients -> clients.tryFail(reason), state -> null);
    }
  }

  /** Ends the waiting for a request whose answer may still come. */
  void givenUp(Question question, String requestId, Throwable reason) {
    end(question, requestId, clients -> clients.tryFail(reason), State::givenUp);
  }

  /** Ends the waiting for all requests. */
  void allGivenUp(Throwable reason) {
    byRequest.asMap().forEach((id, question) -> givenUp(question, id, reason));
  }

  /** Drops a question that nobody will ask again. */
  void forget(Question question) {
    states.invalidate(question);
  }

  private void end(
      Question question,
      String requestId,
      Consumer<Promise<IdentifyResponse>> ending,
      Function<State, @Nullable State> afterwards) {
    AtomicReference<@Nullable State> ended = new AtomicReference<>();
    states
        .asMap()
        .computeIfPresent(
            question,
            (same, state) -> {
              if (state.requestId().filter(requestId::equals).isEmpty()) {
                return state;
              }
              ended.set(state);
              return afterwards.apply(state);
            });
    Optional.ofNullable(ended.get()).flatMap(State::clients).ifPresent(ending);
  }
}
