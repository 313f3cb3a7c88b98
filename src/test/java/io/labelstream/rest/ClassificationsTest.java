package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.event.ErrorBody;
import io.labelstream.event.ErrorCode;
import io.labelstream.event.IdentifyResponse;
import io.labelstream.event.LabelOptions;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClassificationsTest {

  private static final LabelOptions DEFAULT = LabelOptions.DEFAULT;

  private final Vertx vertx = Vertx.vertx();
  private final FakeJobChannel channel = new FakeJobChannel();
  private final MovingClock clock = new MovingClock();
  private Classifications classifications;

  @BeforeEach
  void start() {
    start("--max-pending=3");
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void start(String... flags) {
    classifications =
        new Classifications(
            vertx,
            channel,
            Settings.read(Scope.FACADE, List.of(flags), Map.of()),
            clock,
            new SimpleMeterRegistry());
    channel.start(classifications::answered, classifications::disconnected);
  }

  @Test
  void sendsACloudEventByReference() throws Exception {
    assertThat(classify("cat").get()).isEqualTo(FakeJobChannel.TABBY);
    FakeJobChannel.Sent sent = channel.sent().get(0);
    assertThat(sent.value()).isEmpty();
    assertThat(sent.key()).isEqualTo(sent.header("ce_id"));
    assertThat(sent.header("ce_type")).isEqualTo("io.labelstream.classification.requested.v1");
    assertThat(sent.header("ce_dataref")).isEqualTo("file:///images/cat");
    assertThat(sent.header("ce_subject")).isEqualTo("image_cat");
    assertThat(sent.header("ce_requestid")).isEqualTo("request-1");
    assertThat(sent.header("ce_time")).isEqualTo("2026-11-25T03:00:00Z");
    assertThat(sent.header("ce_expirytime"))
        .as("as long as a late answer is kept")
        .isEqualTo("2026-11-25T03:10:00Z");
  }

  @Test
  void givesAnAnswerAgainWithoutAsking() throws Exception {
    classify("cat").get();
    assertThat(classify("cat").get()).isEqualTo(FakeJobChannel.TABBY);
    assertThat(channel.sent()).hasSize(1);
    classify("dog").get();
    classify("cat", new LabelOptions(3, 0, 0)).get();
    assertThat(channel.sent()).hasSize(3);
    classify("cat", new LabelOptions(5, 0, 0.4)).get();
    classify("cat", new LabelOptions(5, 0, 0.4)).get();
    assertThat(channel.sent()).hasSize(4);
  }

  @Test
  void asksAgainOnceAnotherModelHasAnswered() throws Exception {
    classify("cat").get();
    channel.useModel("resnet50-int8@ffffffffffff");
    classify("dog").get();
    classify("cat").get();
    assertThat(channel.sent()).hasSize(3);
  }

  @Test
  void keepsNoAnswerOfACanary() throws Exception {
    classify("cat").get();
    channel.useCanary("resnet50-int8@ffffffffffff");
    assertThat(classify("dog").get()).isEqualTo(FakeJobChannel.TABBY);
    assertThat(classify("dog").get()).isEqualTo(FakeJobChannel.TABBY);
    assertThat(channel.sent()).as("asked again").hasSize(3);
    classify("cat").get();
    assertThat(channel.sent()).as("the primary's is kept").hasSize(3);
    assertThat(classifications.model()).isNotEqualTo("resnet50-int8@ffffffffffff");
  }

  @Test
  void mergesWhatIsAskedAtTheSameTime() throws Exception {
    channel.hold();
    List<CompletableFuture<IdentifyResponse>> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      replies.add(classify("cat"));
    }
    assertThat(channel.sent()).hasSize(1);
    channel.release();
    for (CompletableFuture<IdentifyResponse> reply : replies) {
      assertThat(reply.get()).isEqualTo(FakeJobChannel.TABBY);
    }
    assertThat(classifications.pending()).isZero();
  }

  @Test
  void refusesMoreThanMayWait() {
    channel.hold();
    for (String content : List.of("a", "b", "c")) {
      assertThat(classify(content)).isNotDone();
    }
    assertThat(problem(classify("d")).status()).isEqualTo(503);
    assertThat(classifications.pending()).isEqualTo(3);
    channel.release();
    assertThat(classify("d")).isCompletedWithValue(FakeJobChannel.TABBY);
  }

  @Test
  void ourOwnTakesNoClientsPlace() {
    channel.hold();
    assertThat(probe()).isNotDone();
    for (String content : List.of("a", "b", "c")) {
      assertThat(classify(content)).isNotDone();
    }
    assertThat(problem(classify("d")).status()).isEqualTo(503);
    assertThat(probe()).as("nor needs one").isNotDone();
    channel.release();
    assertThat(classifications.pending()).isZero();
  }

  @Test
  void handsTheJobsErrorOn() {
    channel.answerWith(ErrorCode.UNDECODABLE_IMAGE, "image is damaged");
    assertThat(problem(classify("cat")))
        .isEqualTo(ErrorBody.validation(List.of("image is damaged")));
    channel.answerWith(ErrorCode.REFERENCE_UNAVAILABLE, "later");
    assertThat(problem(classify("cat")).status()).isEqualTo(503);
    assertThat(channel.sent()).as("failures are not kept").hasSize(2);
  }

  @Test
  void endsAtTheDeadlineAndKeepsALateAnswer() {
    start("--answer-timeout=50ms");
    channel.hold();
    assertTimesOut(classify("cat"));
    assertThat(classifications.pending()).isZero();
    channel.release();
    assertThat(classify("cat")).isCompletedWithValue(FakeJobChannel.TABBY);
    assertThat(channel.sent()).hasSize(1);
  }

  @Test
  void whoAsksAgainBeforeTheAnswerWaitsForTheSameRequest() {
    start("--answer-timeout=1s", "--max-pending=1");
    channel.hold();
    for (int i = 0; i < 3; i++) {
      assertTimesOut(classify("cat"));
    }
    CompletableFuture<IdentifyResponse> last = classify("cat");
    channel.release();
    assertThat(last).isCompletedWithValue(FakeJobChannel.TABBY);
    assertThat(channel.sent()).hasSize(1);
  }

  @Test
  void aRecordThatIsAwayForAMinuteCountsAsLost() {
    start("--answer-timeout=50ms");
    channel.hold();
    assertTimesOut(classify("cat"));
    clock.advance(Duration.ofSeconds(59));
    assertTimesOut(classify("cat"));
    assertThat(channel.sent()).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertTimesOut(classify("cat"));
    assertThat(channel.sent()).hasSize(2);
  }

  @Test
  void whatFailedLateIsAskedAgain() {
    start("--answer-timeout=50ms");
    channel.hold();
    assertTimesOut(classify("cat"));
    channel.answerWith(ErrorCode.REFERENCE_UNAVAILABLE, "later");
    channel.release();
    channel.clear();
    assertThat(classify("cat")).isCompletedWithValue(FakeJobChannel.TABBY);
    assertThat(channel.sent()).hasSize(1);
  }

  @Test
  void saysAtOnceThatTheBrokerIsGone() {
    channel.hold();
    CompletableFuture<IdentifyResponse> waiting = classify("cat");
    channel.disconnect();
    assertThat(problem(waiting).status()).isEqualTo(503);
    assertThat(problem(classify("dog")).status()).isEqualTo(503);
    assertThat(channel.sent()).hasSize(1);
    channel.reconnect();
    channel.release();
    assertThat(classify("dog")).isCompletedWithValue(FakeJobChannel.TABBY);
  }

  @Test
  void whatCannotBeSentIsA503() {
    channel.refuse();
    assertThat(problem(classify("cat")).status()).isEqualTo(503);
    assertThat(problem(classify("cat")).status()).as("nor waited for").isEqualTo(503);
    assertThat(classifications.pending()).isZero();
  }

  @Test
  void anotherOnesAnswerIsNotOurs() {
    channel.hold();
    CompletableFuture<IdentifyResponse> waiting = classify("cat");
    channel.answer(channel.sent().get(0), "/labelstream/facade/another");
    assertThat(waiting).isNotDone();
  }

  @Test
  void idsCannotBeGuessed() throws Exception {
    classify("cat").get();
    classify("dog").get();
    assertThat(channel.sent().get(0).header("ce_id"))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(channel.sent().get(1).header("ce_id"));
  }

  private CompletableFuture<IdentifyResponse> classify(String content) {
    return classify(content, DEFAULT);
  }

  private CompletableFuture<IdentifyResponse> classify(String content, LabelOptions options) {
    return completable(classifications.classify(subject(content), options));
  }

  private static <T> CompletableFuture<T> completable(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture();
  }

  private CompletableFuture<IdentifyResponse> probe() {
    return completable(classifications.probe(new byte[1], OptionalInt.empty()));
  }

  private static void assertTimesOut(CompletableFuture<IdentifyResponse> reply) {
    assertThat(reply)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TimeoutException.class);
  }

  private static Subject subject(String content) {
    return new Subject(
        content,
        URI.create("file:///images/" + content),
        "image_" + content,
        "request-1",
        Optional.empty());
  }

  private static ErrorBody problem(CompletableFuture<IdentifyResponse> reply) {
    assertThat(reply).isCompletedExceptionally();
    return ErrorResponses.problem(reply.handle((answer, failure) -> failure).join()).body();
  }
}
