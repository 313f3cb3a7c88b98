package io.labelstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.rest.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process killed with -9 during a feed, and started again on the same folder. */
class KillIT {

  private static final String SOURCE = "/kill";

  @TempDir private Path folder;

  @Test
  void everyIdIsAnswered() throws Exception {
    try (LocalProcess local = LocalProcess.start(folder.resolve("data"))) {
      Map<String, Integer> answers = feed(local, 500, 5);
      report("at-least-once", answers);
      assertThat(answers).hasSize(500);
    }
  }

  @Test
  void everyIdIsAnsweredOnceWithExactlyOnce() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("job.properties"),
            "delivery-guarantee=exactly-once\ncheckpoint-interval=500ms\n");
    try (LocalProcess local = LocalProcess.start(folder.resolve("data"), "--config=" + config)) {
      Map<String, Integer> answers = feed(local, 200, 2);
      report("exactly-once", answers);
      assertThat(answers).hasSize(200);
      assertThat(answers.values()).containsOnly(1);
    }
  }

  @Test
  void imagesAndTheApiKeyAreThereAgain() throws Exception {
    byte[] photograph = Files.readAllBytes(Path.of("deploy/photographs/rocket.jpg"));
    try (LocalProcess local = LocalProcess.start(folder.resolve("data"))) {
      String apiKey = local.addresses().path("apiKey").asText();
      ApiClient before = client(local);
      String path = "/v1/images/" + before.upload("rocket", photograph).json().path("id").asText();
      local.kill();
      local.restart();
      assertThat(local.addresses().path("apiKey").asText()).isEqualTo(apiKey);
      ApiClient after = client(local);
      assertThat(after.get(path + "/download").body()).isEqualTo(photograph);
      assertThat(after.post(path + "/classify").json().path("main_label").asText())
          .isEqualTo("Drilling Platform");
    }
  }

  private static ApiClient client(LocalProcess local) throws IOException {
    JsonNode addresses = local.addresses();
    return new ApiClient(
        addresses.path("restUrl").asText(), "x-api-key", addresses.path("apiKey").asText());
  }

  /** How often each id was answered, after the process was killed several times meanwhile. */
  private static Map<String, Integer> feed(LocalProcess local, int photographs, int kills)
      throws IOException, ExecutionException, InterruptedException {
    byte[] photograph = Files.readAllBytes(Path.of("deploy/photographs/rocket.jpg"));
    Map<String, Integer> answers = new TreeMap<>();
    try (TopicClient client = new TopicClient(local.bootstrapServers())) {
      for (int i = 0; i < photographs; i++) {
        client.send(null, photograph, event("photograph-" + i)).get();
      }
      for (int kill = 1; kill <= kills; kill++) {
        awaitAnswers(client, answers, photographs * kill / (kills + 1));
        local.kill();
        assertThat(answers).as("the feed is not over yet").hasSizeLessThan(photographs);
        local.restart();
      }
      awaitAnswers(client, answers, photographs);
      // Behind these on each partition, nothing can be left that would be answered once more.
      int partitions = client.requestPartitions();
      for (int partition = 0; partition < partitions; partition++) {
        client.sendTo(partition, photograph, event("end-" + partition)).get();
      }
      awaitAnswers(client, answers, photographs + partitions);
      answers.keySet().removeIf(id -> id.startsWith("end-"));
    }
    return answers;
  }

  private static void awaitAnswers(TopicClient client, Map<String, Integer> answers, int distinct) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> answer : client.poll()) {
                // The facade sends photographs of its own to see whether they come back.
                if (TopicClient.header(answer, "ce_source").equals(SOURCE)) {
                  answers.merge(TopicClient.header(answer, "ce_id"), 1, Integer::sum);
                }
              }
              return answers.size() >= distinct;
            });
  }

  private static String[] event(String id) {
    return new String[] {
      "ce_specversion",
      "1.0",
      "ce_id",
      id,
      "ce_source",
      SOURCE,
      "ce_type",
      "io.labelstream.classification.requested.v1"
    };
  }

  private static void report(String guarantee, Map<String, Integer> answers) {
    int total = answers.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "%s: %d photographs answered, %d answers twice%n",
        guarantee, answers.size(), total - answers.size());
  }
}
