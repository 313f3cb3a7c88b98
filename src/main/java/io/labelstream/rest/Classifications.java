package io.labelstream.rest;

import io.labelstream.event.Answer;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.settings.AnswerSettings;
import io.labelstream.settings.Settings;
import io.labelstream.topic.JobChannel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Classifies images through the two topics. However many clients ask the same question, it sends
 * one request, and none if the answer is cached. Thread-safe.
 */
final class Classifications {

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Few probes are on their way when a job comes back that was away for long. */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(30);

  private final JobChannel channel;
  private final Clock clock;
  private final Questions questions;
  private final Duration timeout;
  private final Semaphore places;
  private final PendingClassifications pending;
  private final RequestSender sender;
  private final Counter cached;
  private final Counter coalesced;

  /**
   * The model of the newest answer, canaries apart. Cached answers of other models are not given
   * any more.
   */
  private volatile String model = "";

  private volatile long lastAnswerMillis;

  Classifications(
      Vertx vertx, JobChannel channel, Settings settings, Clock clock, MeterRegistry metrics) {
    this.channel = channel;
    this.clock = clock;
    sender = new RequestSender(channel, clock);
    questions = new Questions(settings.get(AnswerSettings.KEPT_ANSWERS), clock);
    timeout = settings.get(AnswerSettings.ANSWER_TIMEOUT);
    places = new Semaphore(settings.get(AnswerSettings.MAX_PENDING));
    pending = new PendingClassifications(vertx, questions, metrics);
    cached = metrics.counter("labelstream.classifications.kept");
    coalesced = metrics.counter("labelstream.classifications.merged");
  }

  /**
   * Classifies an image.
   *
   * @return fails with an {@link ApiException}, or a {@link TimeoutException} if no answer came in
   *     time
   */
  Future<IdentifyResponse> classify(Subject subject, LabelOptions options) {
    Question question = new Question(subject.contentHash(), options);
    Question.Turn turn = questions.ask(question, model);
    switch (turn.kind()) {
      case CACHED -> cached.increment();
      case COALESCED -> coalesced.increment();
      case RESUMED -> takePlace(question, turn);
      case NEW -> {
        if (takePlace(question, turn)) {
          send(turn, () -> sender.classify(turn.requestId(), subject, options));
        }
      }
    }
    return turn.answer();
  }

  /**
   * Sends an image of our own through the job, to see that it comes back.
   *
   * @param partition of the requests topic, if it has to be a certain one
   * @return completes with its answer; it takes no client's place
   */
  Future<IdentifyResponse> probe(byte[] image, OptionalInt partition) {
    Question question = new Question(UUID.randomUUID().toString(), LabelOptions.DEFAULT);
    Question.Turn turn = questions.ask(question, model);
    pending.await(question, turn, PROBE_TIMEOUT);
    send(turn, () -> sender.probe(turn.requestId(), image, partition));
    return turn.answer().onComplete(done -> questions.forget(question));
  }

  /** Takes in an answer from the results topic. */
  void answered(Answer answer) {
    if (answer.response().isPresent()) {
      lastAnswerMillis = clock.millis();
    }
    if (!sender.isSenderOf(answer)) {
      return;
    }
    if (!answer.canary()) {
      answer.model().ifPresent(name -> model = name);
    }
    answer
        .response()
        .ifPresentOrElse(
            response -> take(answer, response),
            () -> questions.failed(answer.id(), ErrorResponses.problem(answer)));
  }

  /** What a canary says is for those who wait, and is not said again in the primary's name. */
  private void take(Answer answer, IdentifyResponse response) {
    if (answer.canary()) {
      questions.answeredOnce(answer.id(), response);
    } else {
      questions.answered(answer.id(), model, response);
    }
  }

  /** Ends all waiting: the topics cannot be reached, so no answer can come. */
  void disconnected() {
    questions.allGivenUp(unreachable());
  }

  /** When any request, of a feed too, was last answered with labels, in milliseconds since 1970. */
  long lastAnswerMillis() {
    return lastAnswerMillis;
  }

  /** The model of the newest answer to this facade, canaries apart; empty before there is one. */
  String model() {
    return model;
  }

  int pending() {
    return pending.count();
  }

  /** Lets a client wait if the job can be reached and not too many wait already. */
  private boolean takePlace(Question question, Question.Turn turn) {
    if (!channel.isAvailable()) {
      return refuse(question, turn, unreachable());
    }
    if (!places.tryAcquire()) {
      return refuse(
          question,
          turn,
          ApiException.unavailable(
              "Too many classifications are waiting. Please try again later.", RETRY));
    }
    turn.answer().onComplete(done -> places.release());
    pending.await(question, turn, timeout);
    return true;
  }

  /** Gives up a request that is on its way, and forgets one that was not sent. */
  private boolean refuse(Question question, Question.Turn turn, ApiException reason) {
    if (turn.kind() == Question.Kind.NEW) {
      questions.failed(turn.requestId(), reason);
    } else {
      questions.givenUp(question, turn.requestId(), reason);
    }
    return false;
  }

  /** Sends a request, and forgets it if that fails, since no answer could come. */
  private void send(Question.Turn turn, Supplier<Future<Void>> request) {
    if (channel.isAvailable()) {
      request.get().onFailure(failure -> questions.failed(turn.requestId(), unreachable()));
    } else {
      questions.failed(turn.requestId(), unreachable());
    }
  }

  private static ApiException unreachable() {
    return ApiException.unavailable(
        "Images cannot be classified at the moment. Please try again later.", RETRY);
  }
}
