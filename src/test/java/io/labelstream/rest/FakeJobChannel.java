package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Answer;
import io.labelstream.event.ErrorBody;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.ScoredLabel;
import io.labelstream.topic.JobChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Topics without a broker: keeps what is sent, and answers as it is told to. */
final class FakeJobChannel implements JobChannel {

  static final IdentifyResponse TABBY =
      new IdentifyResponse(
          "Tabby",
          0.43f,
          List.of(
              new ScoredLabel("Tiger Cat", 0.37f),
              new ScoredLabel("Egyptian Cat", 0.12f),
              new ScoredLabel("Plastic Bag", 0.007f),
              new ScoredLabel("Lynx", 0.0038f)));

  /**
   * A record that was sent.
   *
   * @param value in Latin-1; empty if there is none
   */
  record Sent(String key, List<RecordHeader> headers, Optional<String> value) {

    String header(String name) {
      return headers.stream()
          .filter(header -> header.name().equals(name))
          .map(header -> new String(Objects.requireNonNull(header.value()), UTF_8))
          .findFirst()
          .orElse("");
    }
  }

  /** Partitions that were added. */
  volatile List<Integer> untried = List.of();

  /** Partitions that something was sent to by their number. */
  final List<Integer> sentTo = new CopyOnWriteArrayList<>();

  volatile Duration lockedOut = Duration.ZERO;
  volatile OptionalLong lag = OptionalLong.of(3);

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile boolean available = true;
  private volatile boolean refusing;
  private volatile String model = "resnet50-fp32@1a2b3c4d5e6f";
  private volatile boolean canary;
  private volatile Optional<ErrorBody> failure = Optional.empty();
  private volatile Optional<ErrorCode> failureCode = Optional.empty();
  private volatile boolean answering = true;
  private @Nullable Consumer<Answer> answers;
  private @Nullable Runnable disconnected;

  /** All records but those of the readiness probe. */
  List<Sent> sent() {
    return sent.stream().filter(record -> record.value().isEmpty()).toList();
  }

  /** Those of the readiness probe. */
  List<Sent> probes() {
    return sent.stream().filter(record -> record.value().isPresent()).toList();
  }

  /** Keeps requests waiting from now on. */
  void hold() {
    answering = false;
  }

  /** Answers what waits, and everything from now on. */
  void release() {
    answering = true;
    sent.forEach(this::answer);
  }

  void answerWith(ErrorCode code, String reason) {
    failure =
        Optional.of(
            code.status() < 500
                ? ErrorBody.validation(List.of(reason))
                : ErrorBody.server(code.status(), reason));
    failureCode = Optional.of(code);
  }

  /** Answers what waits, forgets it, and answers everything with labels again. */
  void clear() {
    failure = Optional.empty();
    failureCode = Optional.empty();
    available = true;
    // A readiness probe that waited for ever would hold back the next one.
    release();
    sent.clear();
  }

  void useModel(String name) {
    model = name;
    canary = false;
  }

  /** Answers as a model on trial from now on. */
  void useCanary(String name) {
    model = name;
    canary = true;
  }

  void disconnect() {
    available = false;
    Objects.requireNonNull(disconnected).run();
  }

  void reconnect() {
    available = true;
  }

  /** Lets sending fail, as a broker does that refuses a record. */
  void refuse() {
    refusing = true;
  }

  @Override
  public void start(Consumer<Answer> answers, Runnable disconnected) {
    this.answers = answers;
    this.disconnected = disconnected;
  }

  @Override
  public boolean isAvailable() {
    return available && answers != null;
  }

  @Override
  public Duration lockedOut() {
    return lockedOut;
  }

  @Override
  public CompletionStage<?> send(String key, List<RecordHeader> headers, byte @Nullable [] value) {
    if (refusing) {
      return CompletableFuture.failedFuture(new IllegalStateException("refused"));
    }
    Sent record =
        new Sent(
            key,
            List.copyOf(headers),
            Optional.ofNullable(value).map(bytes -> new String(bytes, ISO_8859_1)));
    sent.add(record);
    if (answering) {
      answer(record);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> sendTo(
      int partition, String key, List<RecordHeader> headers, byte @Nullable [] value) {
    sentTo.add(partition);
    return send(key, headers, value);
  }

  @Override
  public List<Integer> untried() {
    return untried;
  }

  @Override
  public OptionalLong lag() {
    return lag;
  }

  /** Answers a record with what is set at the moment. */
  void answer(Sent record) {
    answer(record, record.header("ce_source"));
  }

  /** Answers the last record as if another one's had been. */
  void answerTo(String source) {
    answer(sent.get(sent.size() - 1), source);
  }

  void answer(Sent record, String source) {
    Objects.requireNonNull(answers)
        .accept(
            new Answer(
                record.header("ce_id"),
                source,
                Optional.of(model),
                canary,
                failure.isPresent() ? Optional.empty() : Optional.of(TABBY),
                failure,
                failureCode));
  }

  /** Brings an answer to somebody else's request. */
  void arrive(Answer answer) {
    Objects.requireNonNull(answers).accept(answer);
  }

  @Override
  public void close() {}
}
