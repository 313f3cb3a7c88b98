package io.labelstream.registry;

import static io.labelstream.registry.FakeModels.A;
import static io.labelstream.registry.FakeModels.B;
import static io.labelstream.registry.FakeModels.C;
import static io.labelstream.registry.FakeModels.OTHERWISE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labelstream.event.AnswerRecord;
import io.labelstream.event.Correlation;
import io.labelstream.event.Destination;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestRecord;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.RecordedMetrics;
import io.labelstream.rollout.Assignment;
import io.labelstream.rollout.ModelId;
import io.labelstream.rollout.ModelsStatus;
import io.labelstream.rollout.Role;
import io.labelstream.rollout.WantedModels;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningModelsTest {

  /** No job of another test's. */
  private final TaskPlace place = new TaskPlace("tm-1", UUID.randomUUID().toString());

  private final FakeModels models = new FakeModels();
  private final FakeTopic topic = new FakeTopic();
  private final FakeReports reports = new FakeReports();
  private final AtomicInteger starts = new AtomicInteger();
  private final List<TaskModels> tasks = new ArrayList<>();

  @AfterEach
  void everythingIsGivenBack() {
    tasks.forEach(TaskModels::close);
    assertThat(models.open).hasValue(0);
    assertThat(models.loaded).isEmpty();
  }

  @Test
  void areThoseThatTheTopicNames() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    assertThat(answer(task)).isEqualTo(A.text());
    assertThat(models.loads).as("not the setting's").containsExactly(A);
    topic.say(Role.PRIMARY, B);
    awaitAnswer(task, B);
    assertThat(models.loaded).containsExactly(B);
  }

  @Test
  void areLoadedByAThreadThatGivesWayOnceThereAreAnswers() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    topic.say(Role.PRIMARY, B);
    awaitAnswer(task, B);
    assertThat(models.priorities)
        .containsEntry(A, Thread.NORM_PRIORITY)
        .containsEntry(B, Thread.MIN_PRIORITY);
  }

  @Test
  void isTheSettingsWhereTheTopicNamesNone() throws Exception {
    TaskModels task = open();
    assertThat(answer(task)).isEqualTo(OTHERWISE.text());
    topic.say(Role.PRIMARY, A);
    awaitAnswer(task, A);
    topic.takeBack(Role.PRIMARY);
    awaitAnswer(task, OTHERWISE);
  }

  @Test
  void failAtTheStartIfThereIsNoneToAnswerWith() throws Exception {
    topic.say(Role.PRIMARY, A);
    models.broken.put(A, "there is no model " + A);
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("no model");
    models.broken.clear();
    assertThat(answer(open())).as("started again").isEqualTo(A.text());
  }

  @Test
  void goOnAfterAFailoverAlthoughTheTopicNamesWhatDoesNotLoad() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    models.broken.put(B, "b gives NaN");
    topic.say(Role.PRIMARY, B);
    await().until(() -> reports.last().failed().containsKey("primary"));
    task.close();
    tasks.clear();
    TaskModels again = open();
    assertThat(answer(again)).isEqualTo(A.text());
    assertThat(reports.last().failed()).containsKey("primary");
    models.broken.clear();
    topic.say(Role.PRIMARY, B);
    awaitAnswer(again, B);
  }

  @Test
  void stayAsTheyAreIfOneDoesNotLoad() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    models.broken.put(B, "b gives NaN");
    topic.say(Role.PRIMARY, B);
    await().until(() -> reports.last().failed().containsKey("primary"));
    assertThat(reports.last().failed().get("primary"))
        .isEqualTo(new ModelsStatus.Failed(B.text(), "b gives NaN"));
    assertThat(reports.last().running())
        .containsEntry("primary", new ModelsStatus.Running(A.text(), 1));
    assertThat(answer(task)).isEqualTo(A.text());
    topic.say(Role.PRIMARY, C);
    awaitAnswer(task, C);
    await().until(() -> reports.last().failed().isEmpty());
  }

  @Test
  void stayAsTheyAreIfThereIsNoMemoryForOne() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    models.tooLarge.add(B);
    topic.say(Role.PRIMARY, B);
    await().until(() -> reports.last().failed().containsKey("primary"));
    assertThat(reports.last().failed().get("primary"))
        .isEqualTo(new ModelsStatus.Failed(B.text(), "there is no memory for it: of " + B));
    assertThat(answer(task)).isEqualTo(A.text());
    assertThat(models.loaded).containsExactly(A);
  }

  @Test
  void leaveNothingOpenOfOneThatTasksCannotOpen() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    models.unlinked.add(B);
    topic.say(Role.PRIMARY, B);
    topic.say(Role.CANARY, B, 0.3);
    topic.say(Role.SHADOW, B);
    await().until(() -> reports.last().failed().size() == 3);
    await().untilAsserted(() -> assertThat(models.loaded).containsExactly(A));
    assertThat(models.open).as("the task's, and the one that keeps it").hasValue(2);
    assertThat(answer(task)).isEqualTo(A.text());
  }

  @Test
  void loadAgainWhatIsNamedAgain() throws Exception {
    TaskModels task = open();
    models.broken.put(B, "away");
    topic.say(Role.PRIMARY, B);
    await().until(() -> reports.last().failed().containsKey("primary"));
    models.broken.clear();
    topic.say(Role.PRIMARY, B);
    awaitAnswer(task, B);
  }

  @Test
  void answerWhileOneIsLoadedAndEndWithWhatWasSaidLast() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    CountDownLatch loading = new CountDownLatch(1);
    models.slow.put(B, loading);
    topic.say(Role.PRIMARY, B);
    await().until(() -> reports.last().loading().containsKey("primary"));
    assertThat(answer(task)).isEqualTo(A.text());
    topic.say(Role.PRIMARY, C);
    topic.say(Role.PRIMARY, A);
    loading.countDown();
    await().until(() -> topic.isRead() && reports.last().loading().isEmpty());
    awaitAnswer(task, A);
    assertThat(models.loaded).containsExactly(A);
  }

  /** What is loaded for the canary is not loaded again for it to become the primary. */
  @Test
  void promoteACanaryWithoutLoadingIt() throws Exception {
    topic.say(Role.PRIMARY, A);
    topic.say(Role.CANARY, B, 0.3);
    TaskModels task = open();
    await().until(() -> reports.last().running().containsKey("canary"));
    List<String> byCanary =
        IntStream.range(0, 1000)
            .mapToObj(i -> "id-" + i)
            .filter(id -> answer(task, id).equals(B.text()))
            .toList();
    assertThat(byCanary)
        .containsExactlyElementsOf(
            IntStream.range(0, 1000)
                .mapToObj(i -> "id-" + i)
                .filter(new Share(Role.CANARY, 0.3)::has)
                .toList());
    assertThat(
            task.<Boolean>answer(
                current -> current.answering(request(byCanary.get(0))).model().canary()))
        .isTrue();
    topic.say(Role.PRIMARY, B);
    topic.takeBack(Role.CANARY);
    await().until(() -> !reports.last().running().containsKey("canary"));
    awaitAnswer(task, B);
    assertThat(models.loads).containsExactly(A, B);
    assertThat(models.loaded).containsExactly(B);
  }

  @Test
  void showTheShadowWhatOthersAnswer() throws Exception {
    topic.say(Role.PRIMARY, A);
    topic.say(Role.SHADOW, B);
    TaskModels task = open();
    await().until(() -> reports.last().running().containsKey("shadow"));
    byte[] image =
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    RequestRecord record = new RequestRecord("requests", 0, 7, 0, null, List.of(), image);
    show(task, record, "id-7", image);
    AnswerRecord answer =
        Objects.requireNonNull(reports.answers.poll(10, TimeUnit.SECONDS), "no answer");
    assertThat(answer.topic()).isEqualTo("shadow");
    assertThat(header(answer, "ce_id")).isEqualTo("id-7");
    assertThat(header(answer, "ce_source")).isEqualTo("/test");
    assertThat(header(answer, "ce_model")).isEqualTo(B.text());
    assertThat(header(answer, "ce_requestoffset")).isEqualTo("requests/0/7");
    assertThat(new String(answer.value(), StandardCharsets.UTF_8)).contains("\"main_label\":\"b\"");
    topic.takeBack(Role.SHADOW);
    await().until(() -> !models.loaded.contains(B));
    show(task, record, "id-8", image);
    assertThat(reports.answers).isEmpty();
  }

  @Test
  void goOnShowingTheShadowWhatComesAfterAnError() throws Exception {
    topic.say(Role.PRIMARY, A);
    topic.say(Role.SHADOW, B);
    TaskModels task = open();
    await().until(() -> reports.last().running().containsKey("shadow"));
    reports.errors.add(new NoClassDefFoundError("org/example/Producer"));
    reports.errors.add(new OutOfMemoryError("too large an image"));
    byte[] image = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    RequestRecord record = new RequestRecord("requests", 0, 7, 0, null, List.of(), image);
    for (String id : List.of("id-1", "id-2", "id-3")) {
      show(task, record, id, image);
    }
    AnswerRecord answer =
        Objects.requireNonNull(reports.answers.poll(10, TimeUnit.SECONDS), "no answer");
    assertThat(header(answer, "ce_id")).isEqualTo("id-3");
  }

  @Test
  void areTheSameForAllTasksAndThoseThatComeLate() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels first = open();
    TaskModels second = open();
    topic.say(Role.PRIMARY, B);
    awaitAnswer(first, B);
    awaitAnswer(second, B);
    TaskModels late = open();
    assertThat(answer(late)).isEqualTo(B.text());
    assertThat(models.loads).containsExactly(A, B);
    assertThat(models.open).as("one each, and one that keeps it").hasValue(4);
  }

  @Test
  void areNotWaitedForByATaskThatComesLate() throws Exception {
    open();
    RecordedMetrics late = new RecordedMetrics();
    open(new ClassificationMetrics(late.group()));
    assertThat(((Gauge<?>) late.metric("modelLoadTimeMillis")).getValue()).isEqualTo(0L);
  }

  @Test
  void areNotTakenFromARecordThatIsBeingAnswered() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answering = new CountDownLatch(1);
    CompletableFuture<String> answered =
        CompletableFuture.supplyAsync(
            () ->
                task.answer(
                    current -> {
                      begun.countDown();
                      try {
                        assertThat(answering.await(10, TimeUnit.SECONDS)).isTrue();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return current.answering(request("slow")).images().model().id();
                    }));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    topic.say(Role.PRIMARY, B);
    await().until(() -> models.loaded.contains(B));
    assertThat(models.loaded).contains(A);
    answering.countDown();
    assertThat(answered.get(10, TimeUnit.SECONDS)).isEqualTo(A.text());
    await().until(() -> !models.loaded.contains(A));
    assertThat(answer(task)).isEqualTo(B.text());
  }

  @Test
  void goOnWhileTheTopicCannotBeRead() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    topic.fail();
    topic.say(Role.PRIMARY, B);
    assertThat(answer(task)).isNotEmpty();
    await().atMost(Duration.ofSeconds(30)).until(() -> answer(task).equals(B.text()));
  }

  @Test
  void sayWhenTheyAreGone() throws Exception {
    open().close();
    tasks.clear();
    assertThat(reports.forgotten).containsExactly("tm-1/" + place.job());
  }

  /** Else both would be in memory, and the old ones' last report would follow the new ones'. */
  @Test
  void beginWhenThoseBeforeThemHaveEnded() throws Exception {
    topic.say(Role.PRIMARY, A);
    TaskModels task = open();
    tasks.clear();
    CountDownLatch loading = new CountDownLatch(1);
    models.slow.put(B, loading);
    topic.say(Role.PRIMARY, B);
    await().until(() -> models.loads.contains(B));
    Thread closing = new Thread(task::close);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    CompletableFuture<TaskModels> opened = new CompletableFuture<>();
    Thread opening = opening(opened);
    CompletableFuture<TaskModels> cancelled = new CompletableFuture<>();
    Thread cancelling = opening(cancelled);
    assertThat(starts).hasValue(1);
    cancelling.interrupt();
    assertThatThrownBy(() -> cancelled.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(reports.forgotten).isEmpty();
    loading.countDown();
    assertThat(answer(opened.get(10, TimeUnit.SECONDS))).isEqualTo(B.text());
    assertThat(starts).hasValue(2);
    assertThat(reports.forgotten).hasSize(1);
    closing.join();
    opening.join();
  }

  /** Opens a task's models in another thread, and returns when it waits for them. */
  private Thread opening(CompletableFuture<TaskModels> opened) {
    Thread opening =
        new Thread(
            () -> {
              try {
                opened.complete(open());
              } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
              }
            });
    opening.start();
    await().until(() -> opening.getState() == Thread.State.WAITING);
    return opening;
  }

  private TaskModels open() throws IOException {
    return open(new ClassificationMetrics(new UnregisteredMetricsGroup()));
  }

  private TaskModels open(ClassificationMetrics metrics) throws IOException {
    TaskModels task = SharedModels.open(place, this::start, 0, metrics);
    tasks.add(task);
    return task;
  }

  private RunningModels start(Optional<String> before) {
    starts.incrementAndGet();
    ModelsInForce inForce = new ModelsInForce();
    return RunningModels.start(
        topic::reopen,
        new ModelChanges(
            place, inForce, models, reports, new Destination("shadow", 20_000), Clock.systemUTC()),
        inForce,
        before);
  }

  private static void awaitAnswer(TaskModels task, ModelId model) {
    await().untilAsserted(() -> assertThat(answer(task)).isEqualTo(model.text()));
  }

  private static String answer(TaskModels task) {
    return answer(task, "id");
  }

  private static String answer(TaskModels task, String id) {
    return task.answer(current -> current.answering(request(id)).model().id());
  }

  private static void show(TaskModels task, RequestRecord record, String id, byte[] image) {
    task.<@Nullable Void>answer(
        current -> {
          current.show(record, request(id), LabelOptions.DEFAULT, image);
          return null;
        });
  }

  private static Correlation request(String id) {
    return new Correlation(id, "/test", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static String header(AnswerRecord answer, String name) {
    return answer.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(RecordHeader::value)
        .map(value -> new String(Objects.requireNonNull(value), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  /** A topic in memory, whose records are kept for whoever opens it again. */
  private static final class FakeTopic implements ControlTopic {

    private record Said(Role role, Optional<Assignment> assignment) {

      WantedModels in(WantedModels before) {
        return before.with(role.key(), assignment.map(Assignment::json).orElse(null));
      }
    }

    private final List<Said> all = new ArrayList<>();
    private final BlockingQueue<Said> unread = new LinkedBlockingQueue<>();
    private volatile boolean failing;
    private WantedModels wanted = WantedModels.NONE;

    void say(Role role, ModelId model) {
      say(role, model, 1);
    }

    synchronized void say(Role role, ModelId model, double share) {
      add(new Said(role, Optional.of(new Assignment(model, share))));
    }

    synchronized void takeBack(Role role) {
      add(new Said(role, Optional.empty()));
    }

    private void add(Said said) {
      all.add(said);
      unread.add(said);
    }

    void fail() {
      failing = true;
    }

    boolean isRead() {
      return unread.isEmpty();
    }

    synchronized ControlTopic reopen() {
      failing = false;
      wanted = WantedModels.NONE;
      unread.clear();
      unread.addAll(all);
      return this;
    }

    @Override
    public WantedModels read() {
      for (Said said = unread.poll(); said != null; said = unread.poll()) {
        wanted = said.in(wanted);
      }
      return wanted;
    }

    @Override
    public Optional<WantedModels> poll(Duration timeout) {
      if (failing) {
        throw new IllegalStateException("the broker refuses");
      }
      try {
        Said said = unread.poll(10, TimeUnit.MILLISECONDS);
        if (said == null) {
          return Optional.empty();
        }
        wanted = said.in(wanted);
        return Optional.of(wanted);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {}
  }
}
