package io.labelstream.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labelstream.event.Answer;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.Correlation;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.ImageSource;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestEncoder;
import io.labelstream.event.TraceContext;
import io.labelstream.settings.FacadeSettings;
import io.labelstream.topic.RequestTopic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies images through the two topics: one request on its way for each image and options,
 * however many ask; an answer that was given before is given again as long as the model is the
 * same. Thread-safe.
 */
final class Classifications {

  private static final Logger LOG = LoggerFactory.getLogger(Classifications.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Of all our own requests, so that a tool that sees no more of an answer can leave it out. */
  private static final String PROBE_KEY = "labelstream-probe";

  /** Unlike any other's: answers of other replicas and of feeds are on the same topic. */
  private final String source = "/labelstream/facade/" + UUID.randomUUID();

  /** Tells whoever reads the results topic that an answer is to nobody's image. */
  private final String probeSource = source + "/probe";

  private final RequestTopic topic;
  private final PendingReplies pending;
  private final Clock clock;
  private final RequestEncoder encoder = new RequestEncoder();
  private final Map<Question, CompletableFuture<IdentifyResponse>> inFlight =
      new ConcurrentHashMap<>();
  private final Cache<KnownAnswer, IdentifyResponse> kept;

  private final Unanswered<Question> unanswered;
  private final Counter cacheHits;
  private final Counter merged;

  /** Of the newest answer; kept answers of another model are not given any more. */
  private volatile String model = "";

  private volatile long lastAnswerMillis;

  Classifications(RequestTopic topic, FacadeSettings settings, Clock clock, MeterRegistry metrics) {
    this.topic = topic;
    this.clock = clock;
    unanswered = new Unanswered<>(clock);
    pending = new PendingReplies(settings.maxPending(), settings.answerTimeout());
    kept =
        Caffeine.newBuilder()
            .maximumWeight((long) settings.keptAnswers() * LabelOptions.DEFAULT.topK())
            .weigher(
                (KnownAnswer question, IdentifyResponse answer) ->
                    1 + answer.secondaryLabels().size())
            .build();
    metrics.gauge("labelstream.classifications.pending", pending, PendingReplies::size);
    cacheHits = metrics.counter("labelstream.classifications.kept");
    merged = metrics.counter("labelstream.classifications.merged");
  }

  /**
   * What is asked.
   *
   * @param contentHash of the image's bytes
   * @param options which labels
   */
  private record Question(String contentHash, LabelOptions options) {}

  private record KnownAnswer(Question question, String model) {}

  /**
   * What a client asks, and what its logs call it.
   *
   * @param contentHash of the image's bytes
   * @param uri where the job finds them
   * @param imageId of the image
   * @param requestId of the HTTP request
   * @param trace of the HTTP request, if any
   */
  record Subject(
      String contentHash,
      URI uri,
      String imageId,
      String requestId,
      @Nullable TraceContext trace) {}

  /**
   * Classifies an image.
   *
   * @return fails with an {@link ApiException}, or a {@link java.util.concurrent.TimeoutException}
   *     if no answer came in time
   */
  CompletableFuture<IdentifyResponse> classify(Subject subject, LabelOptions options) {
    Question question = new Question(subject.contentHash(), options);
    IdentifyResponse known = kept.getIfPresent(new KnownAnswer(question, model));
    if (known != null) {
      cacheHits.increment();
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<IdentifyResponse> mine = new CompletableFuture<>();
    CompletableFuture<IdentifyResponse> others = inFlight.putIfAbsent(question, mine);
    if (others != null) {
      merged.increment();
      return others.copy();
    }
    var unused =
        ask(subject, question)
            .whenComplete(
                (answer, failure) -> {
                  inFlight.remove(question, mine);
                  complete(mine, answer, failure);
                });
    return mine.copy();
  }

  /**
   * Sends an image of our own through the job, to see that it comes back.
   *
   * @return completes with its answer
   */
  CompletableFuture<Answer> probe(byte[] image) {
    return probe(image, OptionalInt.empty());
  }

  /** The same through one partition of the requests topic. */
  CompletableFuture<Answer> probe(byte[] image, OptionalInt partition) {
    String id = UUID.randomUUID().toString();
    return send(
        id,
        pending::awaitOwn,
        new ClassificationRequest(new ImageSource.Inline(image), LabelOptions.DEFAULT),
        new Correlation(id, probeSource, null, null, now()),
        null,
        partition);
  }

  /** Takes in an answer from the results topic. */
  void answered(Answer answer) {
    if (answer.response().isPresent()) {
      lastAnswerMillis = clock.millis();
    }
    if (!answer.source().equals(source) && !answer.source().equals(probeSource)) {
      return;
    }
    answer.model().ifPresent(name -> model = name);
    Question question = unanswered.remove(answer.id());
    if (question != null && answer.response().isPresent()) {
      kept.put(new KnownAnswer(question, model), answer.response().get());
    }
    pending.complete(answer);
  }

  /** Ends all waiting: the topics cannot be reached, so no answer can come. */
  void disconnected() {
    pending.failAll(unreachable());
  }

  /** When any request was last answered with labels, of a feed too, in milliseconds since 1970. */
  long lastAnswerMillis() {
    return lastAnswerMillis;
  }

  int pending() {
    return pending.size();
  }

  /** A client that asks again after its deadline waits for the request that is on its way. */
  private CompletableFuture<Answer> ask(Subject subject, Question question) {
    if (!topic.isAvailable()) {
      return CompletableFuture.failedFuture(unreachable());
    }
    return unanswered
        .ifOnItsWay(question, pending::await)
        .orElseGet(() -> sendAnew(subject, question));
  }

  private CompletableFuture<Answer> sendAnew(Subject subject, Question question) {
    String id = UUID.randomUUID().toString();
    unanswered.add(id, question);
    return send(
        id,
        pending::await,
        new ClassificationRequest(new ImageSource.Reference(subject.uri()), question.options()),
        new Correlation(id, source, subject.imageId(), subject.trace(), now()),
        subject.requestId(),
        OptionalInt.empty());
  }

  private CompletableFuture<Answer> send(
      String id,
      Function<String, CompletableFuture<Answer>> wait,
      ClassificationRequest request,
      Correlation correlation,
      @Nullable String requestId,
      OptionalInt partition) {
    if (!topic.isAvailable()) {
      return CompletableFuture.failedFuture(unreachable());
    }
    CompletableFuture<Answer> reply = wait.apply(id);
    if (reply.isCompletedExceptionally()) {
      unanswered.remove(id);
      return reply;
    }
    byte[] value = request.image() instanceof ImageSource.Inline inline ? inline.bytes() : null;
    String key = correlation.source().equals(probeSource) ? PROBE_KEY : id;
    List<RecordHeader> headers = encoder.headers(correlation, request, requestId);
    (partition.isPresent()
            ? topic.sendTo(partition.getAsInt(), key, headers, value)
            : topic.send(key, headers, value))
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                RequestLogContext.about(
                    requestId,
                    correlation.trace(),
                    () -> LOG.warn("A request could not be sent: {}", failure.toString()));
                unanswered.remove(id);
                pending.fail(id, unreachable());
              }
            });
    return reply;
  }

  private String now() {
    return clock.instant().toString();
  }

  private static void complete(
      CompletableFuture<IdentifyResponse> reply,
      @Nullable Answer answer,
      @Nullable Throwable failure) {
    if (answer == null) {
      reply.completeExceptionally(failure == null ? new IllegalStateException() : failure);
    } else if (answer.response().isPresent()) {
      reply.complete(answer.response().get());
    } else {
      reply.completeExceptionally(problem(answer));
    }
  }

  /** Its client knows of no reference: if the job cannot follow it, the fault is on our side. */
  private static ApiException problem(Answer answer) {
    if (answer.errors().stream().anyMatch(reason -> reason.startsWith("dataref "))) {
      LOG.error("The job cannot read the images, see its setting references: {}", answer.errors());
      return ApiException.of(
          Problem.INTERNAL, "The image cannot be classified. Please contact support.");
    }
    return ApiException.ofJob(answer.error().orElseThrow());
  }

  private static ApiException unreachable() {
    return ApiException.unavailable(
        "Images cannot be classified at the moment. Please try again later.", RETRY);
  }
}
