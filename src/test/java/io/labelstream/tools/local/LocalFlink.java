package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.processes.LocalProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Flink's REST API of a local mode, for who may change things through it. */
final class LocalFlink {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String authorization;

  LocalFlink(LocalProcess local, Path data) throws IOException {
    url = local.addresses().path("flinkUrl").asText();
    authorization = "Bearer " + Files.readString(data.resolve("flink-secret"));
  }

  String url() {
    return url;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Sends what changes something, which Flink takes. */
  void change(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
  }

  /** The job that runs, which may not be the one that is named. */
  String awaitJob(String... ended) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> runningJob(ended), id -> !id.isEmpty());
  }

  private String runningJob(String... ended) throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      boolean runs = job.at("/tasks/running").asInt() == job.at("/tasks/total").asInt();
      String id = job.path("jid").asText();
      if (job.path("state").asText().equals("RUNNING") && runs && !List.of(ended).contains(id)) {
        return id;
      }
    }
    return "";
  }
}
