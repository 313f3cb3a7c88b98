package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry's agent for Java, as an operator puts it to our processes. */
class TraceIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** As the agent's console exporter writes a span that has ended. */
  private static final Pattern SPAN =
      Pattern.compile("'([^']+)' : " + TRACE + " [0-9a-f]{16} ([A-Z]+) ");

  @TempDir private Path folder;

  @Test
  void oneTraceLeadsFromTheRequestThroughTheJobAndBack() throws Exception {
    Map<String, String> agent =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-javaagent:" + System.getProperty("labelstream.tracer"),
            "OTEL_TRACES_EXPORTER", "console",
            "OTEL_METRICS_EXPORTER", "none",
            "OTEL_LOGS_EXPORTER", "none");
    try (LocalProcess local = LocalProcess.start(folder.resolve("data"), agent)) {
      JsonNode addresses = local.addresses();
      ApiClient client =
          new ApiClient(
              addresses.path("restUrl").asText(), "x-api-key", addresses.path("apiKey").asText());
      byte[] coffee = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
      String id = client.upload("coffee", coffee).json().path("id").asText();
      ApiClient.Response response =
          client
              .with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
              .post("/v1/images/" + id + "/classify");
      assertThat(response.status()).isEqualTo(201);
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(spans(local))
                      .contains(
                          "SERVER POST /v1/images/:image_id/classify",
                          "PRODUCER image-classification.requests publish",
                          "CONSUMER image-classification.requests process",
                          "PRODUCER image-classification.results publish",
                          "CONSUMER image-classification.results process"));
      local.stop();
    }
  }

  private static List<String> spans(LocalProcess local) {
    return SPAN.matcher(local.err()).results().map(TraceIT::name).toList();
  }

  private static String name(MatchResult span) {
    return span.group(2) + " " + span.group(1);
  }
}
