package io.labelstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The real job, whose models are changed by commands while a feed runs. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelSwapIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int SWAPS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder;
  private EmbeddedBroker broker;
  private TestStack stack;
  private TopicClient client;
  private ModelCommands models;
  private String fp32;
  private String int8;
  private List<byte[]> photographs;

  /** What has come on the results topic, by {@code ce_id}. */
  private final Map<String, List<ConsumerRecord<byte[], byte[]>>> answers = new TreeMap<>();

  private int sent;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    this.folder = folder;
    broker = EmbeddedBroker.start(folder.resolve("broker"), Ports.free());
    List<String> kafka = List.of("--bootstrap-servers=" + broker.bootstrapServers());
    stack =
        new TestStack(
            Files.createDirectories(folder.resolve("stack")),
            kafka,
            kafka,
            2,
            "--models=" + ModelCommands.registry(folder),
            "--reuse-answers=0");
    Topics.prepare(broker.bootstrapServers(), stack.job(), 2);
    client = new TopicClient(broker.bootstrapServers());
    photographs =
        List.of(
            Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg")),
            Files.readAllBytes(Path.of("deploy/photographs/coffee.png")));
    models = new ModelCommands(folder, broker.bootstrapServers());
    fp32 = models.fp32();
    int8 = models.int8();
    models.output("use", fp32);
    stack.startFlink(Map.of());
    stack.submitJob();
  }

  @AfterAll
  void stop() {
    stack.close();
    client.close();
    broker.close();
  }

  @BeforeEach
  void useOneModel() throws Exception {
    models.output("withdraw", "canary");
    models.output("withdraw", "shadow");
    models.use(fp32);
  }

  @Test
  void answersEachRecordOnceWhileThePrimaryIsChangedAgainAndAgain() throws Exception {
    AtomicBoolean feeding = new AtomicBoolean(true);
    int before = sent;
    CompletableFuture<Void> feed =
        CompletableFuture.runAsync(
            () -> {
              while (feeding.get()) {
                send();
                // As fast as the job answers.
                await().atMost(TIMEOUT).until(() -> sent - answered() < 8);
              }
            });
    for (int swap = 0; swap < SWAPS; swap++) {
      models.use(swap % 2 == 0 ? int8 : fp32);
      if (swap == SWAPS / 2) {
        models.useBroken();
      }
    }
    feeding.set(false);
    feed.join();
    awaitAllAnswered();
    assertThat(stack.hasRestarted()).isFalse();
    assertThat(answers.values()).as("each once").allSatisfy(all -> assertThat(all).hasSize(1));
    List<String> answering = new ArrayList<>();
    for (int i = before; i < sent; i++) {
      answering.add(TopicClient.header(answer("id-" + i), "ce_model"));
    }
    assertThat(Set.copyOf(answering)).containsExactlyInAnyOrder(fp32, int8);
    System.out.printf("%d records while the model was changed %d times%n", answering.size(), SWAPS);
  }

  @Test
  void aTaskManagerThatComesLateRunsWhatTheTopicSays() throws Exception {
    models.use(int8);
    stack.replaceTaskManager();
    int before = sent;
    send();
    awaitAllAnswered();
    assertThat(TopicClient.header(answer("id-" + before), "ce_model")).isEqualTo(int8);
  }

  @Test
  void aJobOfASavepointRunsWhatTheTopicHasSaidMeanwhile() throws Exception {
    models.use(int8);
    send();
    awaitAllAnswered();
    String savepoint = stack.stopJob(folder.resolve("savepoints"));
    int before = sent;
    send();
    models.output("use", models.broken());
    models.output("use", int8);
    models.output("use", fp32);
    stack.submitJob(savepoint);
    send();
    awaitAllAnswered();
    for (int i = before; i < sent; i++) {
      assertThat(answers.get("id-" + i)).as("once").hasSize(1);
      assertThat(TopicClient.header(answer("id-" + i), "ce_model")).isEqualTo(fp32);
    }
    models.awaitRunning("primary", fp32);
  }

  @Test
  void aCanaryAnswersItsShareAndAShadowIsCompared() throws Exception {
    models.output("canary", int8, "--share", "0.3");
    models.output("shadow", int8);
    models.awaitRunning("canary", int8);
    models.awaitRunning("shadow", int8);
    int before = sent;
    try (TopicClient shadow =
        new TopicClient(
            broker.bootstrapServers(),
            "image-classification.requests",
            "image-classification.shadow")) {
      Map<String, ConsumerRecord<byte[], byte[]>> shadowed = new HashMap<>();
      while (sent - before < 60) {
        send();
        awaitAllAnswered();
        await()
            .atMost(TIMEOUT)
            .until(
                () -> {
                  shadow.poll().forEach(one -> shadowed.put(id(one), one));
                  return shadowed.containsKey("id-" + (sent - 1));
                });
      }
      for (int i = before; i < sent; i++) {
        ConsumerRecord<byte[], byte[]> answer = answer("id-" + i);
        boolean canary = isCanarys("id-" + i);
        assertThat(TopicClient.header(answer, "ce_model")).isEqualTo(canary ? int8 : fp32);
        assertThat(TopicClient.header(answer, "ce_canary")).isEqualTo(canary ? "true" : "");
        ConsumerRecord<byte[], byte[]> seen =
            Objects.requireNonNull(shadowed.get("id-" + i), "not shadowed");
        assertThat(TopicClient.header(seen, "ce_model")).isEqualTo(int8);
        assertThat(TopicClient.header(seen, "ce_source")).isEqualTo("/test");
      }
      assertEqualsJoin(JSON.readTree(models.output("compare", "--format", "json")), shadowed);
      assertThat(models.output("compare")).contains(fp32 + ", with " + int8 + " as its shadow: ");
    }
  }

  /** The counts of a join of both topics that knows nothing of the command's. */
  private void assertEqualsJoin(JsonNode report, Map<String, ConsumerRecord<byte[], byte[]>> seen)
      throws IOException {
    Map<String, Integer> compared = new TreeMap<>();
    Map<String, Integer> agreed = new TreeMap<>();
    for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> one : seen.entrySet()) {
      ConsumerRecord<byte[], byte[]> answer = answer(one.getKey());
      String model = TopicClient.header(answer, "ce_model");
      compared.merge(model, 1, Integer::sum);
      boolean agrees = label(answer).equals(label(one.getValue()));
      agreed.merge(model, agrees ? 1 : 0, Integer::sum);
    }
    Map<String, Integer> told = new TreeMap<>();
    Map<String, Integer> toldAgreed = new TreeMap<>();
    for (JsonNode verdict : report.get("verdicts")) {
      assertThat(verdict.get("shadow").asText()).isEqualTo(int8);
      told.put(verdict.get("model").asText(), verdict.get("compared").asInt());
      toldAgreed.put(verdict.get("model").asText(), verdict.get("agreed").asInt());
      for (String times : List.of("/times", "/shadow_times")) {
        assertThat(verdict.at(times + "/count")).isEqualTo(verdict.get("compared"));
        assertThat(verdict.at(times + "/inference_micros/p50").asLong())
            .isBetween(1L, verdict.at(times + "/inference_micros/p99").asLong());
      }
      int differing = 0;
      for (JsonNode pair : verdict.get("pairs")) {
        differing += pair.get("count").asInt();
      }
      assertThat(differing)
          .isEqualTo(verdict.get("compared").asInt() - verdict.get("agreed").asInt());
    }
    assertThat(told).isEqualTo(compared).containsOnlyKeys(fp32, int8);
    assertThat(toldAgreed).isEqualTo(agreed);
    assertThat(agreed.get(int8)).as("with itself").isEqualTo(compared.get(int8));
  }

  private ConsumerRecord<byte[], byte[]> answer(String id) {
    return Objects.requireNonNull(answers.get(id), id).get(0);
  }

  private static String label(ConsumerRecord<byte[], byte[]> answer) throws IOException {
    return JSON.readTree(answer.value()).get("main_label").asText();
  }

  private static boolean isCanarys(String id) {
    byte[] hash = DigestUtils.sha256("canary/" + id);
    return new BigInteger(1, hash, 0, 6).doubleValue() / Math.pow(2, 48) < 0.3;
  }

  private void send() {
    var unused = client.request("id-" + sent, photographs.get(sent % photographs.size()));
    sent++;
  }

  private void awaitAllAnswered() {
    await().atMost(TIMEOUT).until(() -> answered() == sent);
  }

  private synchronized int answered() {
    client
        .poll()
        .forEach(one -> answers.computeIfAbsent(id(one), id -> new ArrayList<>()).add(one));
    return answers.size();
  }

  private static String id(ConsumerRecord<byte[], byte[]> answer) {
    return TopicClient.header(answer, "ce_id");
  }
}
