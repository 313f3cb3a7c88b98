package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process killed with -9 during a feed, and started again on the same folder. */
class KillIT {

  @TempDir private Path folder;

  @Test
  void everyIdIsAnswered() throws Exception {
    try (LocalProcess local = start("")) {
      assertThat(feed(local, "at-least-once", 300, 3).lost()).isZero();
    }
  }

  @Test
  void everyIdIsAnsweredOnceWithExactlyOnce() throws Exception {
    try (LocalProcess local =
        start("delivery-guarantee=exactly-once\ncheckpoint-interval=500ms\n")) {
      CountedFeed.Counts counts = feed(local, "exactly-once", 200, 2);
      assertThat(counts.lost()).isZero();
      assertThat(counts.duplicated()).isZero();
    }
  }

  /**
   * With two tasks in int8 on any machine, and each photograph classified, so that the feed is over
   * neither too soon nor late.
   */
  private LocalProcess start(String settings) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("job.properties"),
            "parallelism=2\nprecision=int8\nreuse-answers=0\n" + settings);
    return LocalProcess.start(folder.resolve("data"), "--config=" + config);
  }

  @Test
  void imagesAndTheApiKeyAreThereAgain() throws Exception {
    byte[] photograph =
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
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

  /** Counts the answers of a feed during which the process was killed several times. */
  private static CountedFeed.Counts feed(
      LocalProcess local, String guarantee, int photographs, int kills)
      throws IOException, ExecutionException, InterruptedException {
    byte[] photograph =
        Files.readAllBytes(Path.of("src/test/resources/io/labelstream/vision/rocket.jpg"));
    try (CountedFeed feed =
        new CountedFeed(new TopicClient(local.bootstrapServers()), photograph, "/kill")) {
      feed.send(photographs);
      for (int kill = 1; kill <= kills; kill++) {
        feed.awaitAnswered(photographs * kill / (kills + 1));
        local.kill();
        assertThat(feed.answered()).as("the feed is not over yet").isLessThan(photographs);
        local.restart();
      }
      CountedFeed.Counts counts = feed.finish();
      System.out.println(guarantee + ", the process killed " + kills + " times: " + counts);
      return counts;
    }
  }
}
