package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.settings.TopicSettings;
import io.labelstream.stack.TestStack;
import io.labelstream.store.TestImages;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade on a real broker, a real Flink and the real model, while parts of these are gone. */
class FacadeIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOPPED = Duration.ofSeconds(20);
  private static final int CALLS = 200;

  @TempDir Path folder;
  private int brokerPort;
  private EmbeddedBroker broker;
  private TestStack stack;
  private ApiClient client;
  private final AtomicInteger images = new AtomicInteger();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLS);

  @BeforeEach
  void start() throws Exception {
    brokerPort = Ports.free();
    startBroker();
    stack = TestStack.on(broker.bootstrapServers(), folder, 2);
    Topics.prepare(broker.bootstrapServers(), stack.job(), 2);
    startJob();
    startFacade("120s");
    stack.awaitReady();
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    stack.close();
    broker.close();
  }

  private void startBroker() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), brokerPort);
  }

  private void startJob() throws Exception {
    stack.startFlink(Map.of());
    stack.submitJob();
  }

  private void startFacade(String answerTimeout) throws IOException {
    stack.startFacade("--answer-timeout=" + answerTimeout);
    client = stack.client();
  }

  @Test
  void callsThatWaitForAJobThatIsStoppedFor20SecondsAreAnsweredWhenItIsBack() throws Exception {
    List<String> paths = upload(CALLS);
    stack.stopFlink();
    List<Future<ApiClient.Response>> calls = classifyAll(paths);
    await().atMost(TIMEOUT).until(() -> pending() >= CALLS);
    await().atMost(TIMEOUT).during(STOPPED).until(() -> calls.stream().noneMatch(Future::isDone));
    startJob();
    long started = System.nanoTime();
    for (Future<ApiClient.Response> call : calls) {
      ApiClient.Response response = call.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      assertThat(response.status()).as(response.text()).isEqualTo(201);
    }
    System.out.printf(
        "%d calls that waited %d s for a job were answered within %.1f s of its start%n",
        CALLS, STOPPED.toSeconds(), (System.nanoTime() - started) / 1e9);
    await().atMost(TIMEOUT).until(() -> pending() == 0);
  }

  @Test
  void aBrokerThatIsGoneIsA503AtOnceAndIsUsedAgainWhenItIsBack() throws Exception {
    String path = upload(1).get(0);
    assertThat(client.post(path).status()).isEqualTo(201);
    broker.close();
    await().atMost(TIMEOUT).until(() -> client.get("/readyz").status() == 503);
    String other = upload(1).get(0);
    ApiClient.Response refused = client.post(other);
    assertThat(refused.status()).as("not 504, as after a deadline").isEqualTo(503);
    assertThat(refused.header("retry-after")).isNotEmpty();
    assertThat(client.post(path).status()).as("known already").isEqualTo(201);
    startBroker();
    stack.awaitReady();
    assertThat(client.post(other).status()).isEqualTo(201);
  }

  @Test
  void aFacadeThatIsRestartedLosesNothingThatIsAskedAgain() throws Exception {
    stack.stopFlink();
    List<String> paths = upload(20);
    List<Future<ApiClient.Response>> calls = classifyAll(paths);
    await().atMost(TIMEOUT).until(() -> pending() >= 20);
    stack.stopFacade();
    for (Future<ApiClient.Response> call : calls) {
      assertThat(call).failsWithin(TIMEOUT);
    }
    startFacade("120s");
    startJob();
    stack.awaitReady();
    for (Future<ApiClient.Response> call : classifyAll(paths)) {
      assertThat(call.get().status()).isEqualTo(201);
    }
  }

  @Test
  void partitionsThatAreAddedAreUsedWithoutAFailure() throws Exception {
    stack.stopFacade();
    startFacade("8s");
    stack.awaitReady();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        TopicClient answers = new TopicClient(broker.bootstrapServers())) {
      AtomicBoolean enough = new AtomicBoolean();
      List<Future<Integer>> load = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        load.add(callers.submit(() -> classifyUntil(enough)));
      }
      Future<Integer> ready = callers.submit(() -> readyUntil(enough));
      Set<Integer> answered = new HashSet<>();
      await().atMost(TIMEOUT).until(() -> answeredPartitions(answers, answered).size() == 12);
      admin
          .createPartitions(
              Map.of(
                  stack.job().get(TopicSettings.REQUESTS_TOPIC), NewPartitions.increaseTo(24),
                  stack.job().get(TopicSettings.RESULTS_TOPIC), NewPartitions.increaseTo(24)))
          .all()
          .get();
      await().atMost(TIMEOUT).until(() -> answeredPartitions(answers, answered).size() == 24);
      enough.set(true);
      int calls = 0;
      for (Future<Integer> caller : load) {
        calls += caller.get();
      }
      System.out.printf(
          "12 partitions became 24: %d calls, %d times ready, no failure%n", calls, ready.get());
    }
  }

  /** The partitions from which calls of clients were answered, as far as is known. */
  private static Set<Integer> answeredPartitions(TopicClient answers, Set<Integer> partitions) {
    answers.poll().stream()
        .filter(answer -> !TopicClient.header(answer, "ce_source").endsWith("/probe"))
        .map(answer -> TopicClient.header(answer, "ce_requestoffset").split("/", -1)[1])
        .forEach(partition -> partitions.add(Integer.parseInt(partition)));
    return partitions;
  }

  private int classifyUntil(AtomicBoolean enough) throws Exception {
    int calls = 0;
    for (; !enough.get(); calls++) {
      ApiClient.Response response = client.post(upload(1).get(0));
      assertThat(response.status()).as(response.text()).isEqualTo(201);
    }
    return calls;
  }

  private int readyUntil(AtomicBoolean enough) throws Exception {
    int calls = 0;
    for (; !enough.get(); calls++) {
      assertThat(client.get("/readyz").status()).isEqualTo(200);
    }
    return calls;
  }

  /** Uploads images that all differ, and returns where each is classified. */
  private List<String> upload(int count) throws Exception {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ApiClient.Response created = client.upload("image", TestImages.png(images.incrementAndGet()));
      assertThat(created.status()).isEqualTo(201);
      paths.add("/v1/images/" + created.json().path("id").asText() + "/classify");
    }
    return paths;
  }

  private List<Future<ApiClient.Response>> classifyAll(List<String> paths) {
    return paths.stream().map(path -> callers.submit(() -> client.post(path))).toList();
  }

  private double pending() throws Exception {
    return stack
        .management()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("labelstream_classifications_pending "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }
}
