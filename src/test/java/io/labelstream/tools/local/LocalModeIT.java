package io.labelstream.tools.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.labelstream.processes.LocalProcess;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with a real broker, a real Flink and the real model. */
@TestInstance(Lifecycle.PER_CLASS)
class LocalModeIT {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");
  private static final Path ROCKET = Path.of("src/test/resources/io/labelstream/vision/rocket.jpg");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Path folder;
  private Path data;
  private LocalProcess local;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    data = folder.resolve("data");
    local = LocalProcess.start(data);
  }

  @AfterAll
  void stop() throws InterruptedException {
    local.stop();
    assertThat(local.readyFile()).doesNotExist();
    // Flink registers a metric again at each checkpoint, and warns of itself.
    assertThat(data.resolve("logs/labelstream.log"))
        .content()
        .contains("Starting checkpoint scheduler")
        .doesNotContain("Name collision");
  }

  @Test
  void saysWhereItIs() throws Exception {
    JsonNode addresses = local.addresses();
    assertThat(addresses.path("bootstrapServers").asText()).startsWith("127.0.0.1:");
    assertThat(addresses.path("apiKey").asText()).matches("live_[0-9a-f]{40}");
    assertThat(addresses.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("restUrl", "bootstrapServers", "flinkUrl", "apiKey", "pid");
    assertThat(get(addresses.path("restUrl").asText() + "/readyz").statusCode()).isEqualTo(200);
    assertThat(get(addresses.path("flinkUrl").asText()).body()).contains("Apache Flink Web");
    assertThat(data.resolve("logs/labelstream.log"))
        .content()
        .containsPattern("Loaded resnet50-(fp32|int8)@");
  }

  @Test
  void classifiesThePhotographsThatItShips() throws Exception {
    LocalProcess.Output output = run("classify", "--format=jsonl", PHOTOGRAPHS.toString());
    assertThat(output.exitCode()).as(output.err()).isZero();
    Map<String, JsonNode> byName = new HashMap<>();
    for (String line : output.out().lines().toList()) {
      JsonNode result = JSON.readTree(line);
      byName.put(Path.of(result.path("file").asText()).getFileName().toString(), result);
    }
    assertThat(result(byName, "chelsea.png").path("main_label").asText()).isEqualTo("Egyptian Cat");
    assertThat(result(byName, "chelsea.png").path("main_score").asDouble()).isGreaterThan(0.6);
    assertThat(result(byName, "chelsea.png").path("secondary_labels")).hasSize(4);
    assertThat(result(byName, "coffee.png").path("main_label").asText()).isEqualTo("Espresso");
    assertThat(result(byName, "coffee.png").path("main_score").asDouble()).isGreaterThan(0.9);
    assertThat(result(byName, "tripod.png").path("main_label").asText()).isEqualTo("Tripod");
    assertThat(result(byName, "tripod.png").path("main_score").asDouble()).isGreaterThan(0.9);
    assertThat(byName).hasSize(3);
  }

  @Test
  void listsWhatFailedAndSaysSoByItsExitCode() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jpg"), "not an image");
    LocalProcess.Output output =
        run("classify", text.toString(), "/nowhere.jpg", PHOTOGRAPHS + "/coffee.png");
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.out().lines()).hasSize(4);
    assertThat(output.err())
        .contains("2 of 3 failed:")
        .contains("text.jpg: image must be a JPEG, PNG or WebP")
        .contains("/nowhere.jpg: there is no such file");
  }

  @Test
  void readsAReferenceFromItsImagesAlone() throws Exception {
    Path image = data.resolve("images/coffee.png");
    Files.copy(PHOTOGRAPHS.resolve("coffee.png"), image);
    LocalProcess.Output output =
        run("classify", image.toUri().toString(), PHOTOGRAPHS.toUri() + "coffee.png");
    assertThat(output.out()).contains("Espresso");
    assertThat(output.err()).contains("1 of 2 failed").contains("must be under an allowed prefix");
  }

  @Test
  void evaluatesLabelledPhotographs() throws Exception {
    Path labelled = Files.createDirectory(folder.resolve("labelled"));
    Files.copy(PHOTOGRAPHS.resolve("chelsea.png"), labelled.resolve("n02124075_1.png"));
    Files.copy(PHOTOGRAPHS.resolve("coffee.png"), labelled.resolve("n07920052_1.png"));
    Files.copy(ROCKET, labelled.resolve("n01440764_1.jpg"));
    LocalProcess.Output output = run("evaluate", labelled.toString());
    assertThat(output.exitCode()).as(output.err()).isZero();
    JsonNode summary = JSON.readTree(output.out());
    assertThat(summary.path("n").asInt()).isEqualTo(3);
    assertThat(summary.path("top1").asDouble()).isEqualTo(0.6667);
    assertThat(summary.path("top5").asDouble()).isEqualTo(0.6667);
    assertThat(summary.path("failures").asInt()).isZero();
    assertThat(summary.path("photosPerSecond").asDouble()).isPositive();
    assertThat(summary.path("expectedCalibrationError").asDouble()).isBetween(0.0, 1.0);
    assertThat(summary.path("accuracyAt80").asDouble()).isEqualTo(0.6667);
    assertThat(summary.path("accuracyAt90").asDouble()).isEqualTo(0.6667);
  }

  @Test
  void answersAPhotographWithNothingButItsBytes() throws Exception {
    try (TopicClient client = new TopicClient(local.bootstrapServers())) {
      RecordMetadata sent = client.send(null, Files.readAllBytes(ROCKET)).get();
      String id = sent.topic() + "/" + sent.partition() + "/" + sent.offset();
      ConsumerRecord<byte[], byte[]> answer =
          Objects.requireNonNull(awaitAnswers(client, 1, id).get(id));
      assertThat(answer.key()).isEqualTo(id.getBytes(UTF_8));
      assertThat(TopicClient.header(answer, "ce_source")).isEqualTo("/" + sent.topic());
      assertThat(TopicClient.header(answer, "ce_requestoffset")).isEqualTo(id);
      assertThat(TopicClient.header(answer, "ce_model"))
          .matches("resnet50-(fp32|int8)@[0-9a-f]{12}");
      assertThat(TopicClient.header(answer, "content-type")).isEqualTo("application/json");
    }
  }

  @Test
  void answersAThousandRecordsManyOfThemHostile() throws Exception {
    byte[] photograph = Files.readAllBytes(ROCKET);
    HostileRecords hostile = new HostileRecords(photograph);
    try (TopicClient client = new TopicClient(local.bootstrapServers())) {
      int records = 1000;
      int bad = 0;
      Map<String, String> expected = new HashMap<>();
      for (int i = 0; i < records; i++) {
        boolean isBad = i % 20 < 3;
        RecordMetadata sent =
            isBad ? hostile.send(client, bad++).get() : client.send(null, photograph).get();
        expected.put(
            sent.topic() + "/" + sent.partition() + "/" + sent.offset(),
            isBad ? "failed" : "completed");
      }
      assertThat(bad).isEqualTo(150);
      Map<String, ConsumerRecord<byte[], byte[]>> answers =
          awaitAnswers(client, records, expected.keySet().toArray(String[]::new));
      answers.forEach(
          (position, answer) -> {
            assertThat(TopicClient.header(answer, "ce_type"))
                .as(position)
                .isEqualTo("io.labelstream.classification." + expected.get(position) + ".v1");
            if ("failed".equals(expected.get(position))) {
              assertThat(new String(answer.value(), UTF_8))
                  .contains("\"status\":422")
                  .matches(".*\"errors\":\\[\"[^\"]{10,}.*");
            }
          });
    }
    // The first question makes Flink fetch the metric, a later one gets it.
    await().atMost(Duration.ofMinutes(1)).until(() -> restarts() >= 0);
    assertThat(restarts()).isZero();
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    String port = local.bootstrapServers().replaceFirst(".*:", "");
    LocalProcess.Output output =
        LocalProcess.run(
            folder, "local", "--data=" + folder.resolve("other"), "--kafka-port=" + port);
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.err())
        .contains("port " + port + " is taken: choose another one with --kafka-port");
  }

  @Test
  void saysThatNoBrokerAnswers() throws Exception {
    LocalProcess.Output output =
        LocalProcess.run(
            folder, "classify", "--bootstrap-servers=127.0.0.1:" + Ports.free(), "a.jpg");
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.err()).contains("no Kafka broker answers").contains("labelstream local");
  }

  private static JsonNode result(Map<String, JsonNode> byName, String name) {
    return byName.getOrDefault(name, MissingNode.getInstance());
  }

  private LocalProcess.Output run(String command, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 2];
    all[0] = command;
    all[1] = "--bootstrap-servers=" + local.bootstrapServers();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return LocalProcess.run(folder, all);
  }

  /** The answers by the position of their request, when all of the named ones are there. */
  private static Map<String, ConsumerRecord<byte[], byte[]>> awaitAnswers(
      TopicClient client, int count, String... positions) {
    Map<String, ConsumerRecord<byte[], byte[]>> answers = new HashMap<>();
    await()
        .atMost(Duration.ofMinutes(5))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> answer : client.poll()) {
                answers.put(TopicClient.header(answer, "ce_requestoffset"), answer);
              }
              answers.keySet().retainAll(Set.of(positions));
              return answers.size() == count;
            });
    return answers;
  }

  private long restarts() throws Exception {
    String flink = local.addresses().path("flinkUrl").asText();
    String job = JSON.readTree(get(flink + "/jobs").body()).at("/jobs/0/id").asText();
    JsonNode metric =
        JSON.readTree(get(flink + "/jobs/" + job + "/metrics?get=numRestarts").body());
    return metric.at("/0/value").asLong(-1);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
