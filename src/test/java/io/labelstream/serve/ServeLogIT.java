package io.labelstream.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.processes.ServeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of the packaged facade, which has Log4j's plugins in one jar with all else. */
class ServeLogIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  @Test
  void isJsonWithTheRequestWhereASettingSaysSo() throws Exception {
    try (ServeProcess serve =
        ServeProcess.start(
            folder, "256m", Map.of("LABELSTREAM_LOG_LEVEL", "debug"), "--log-format=json")) {
      serve.client().with("x-request-id", "r-1").get("/v1/images");
      serve.stop();
      List<String> lines =
          serve.log().lines().filter(line -> !line.matches("(API|Metrics) .*|Stopping …")).toList();
      JsonNode access = null;
      boolean debug = false;
      for (String line : lines) {
        JsonNode parsed = JSON.readTree(line);
        assertThat(parsed.path("message").isTextual()).as(line).isTrue();
        debug |= parsed.path("log.level").asText().equals("DEBUG");
        if (parsed.path("request_id").asText().equals("r-1") && parsed.has("status")) {
          access = parsed;
        }
      }
      assertThat(debug).isTrue();
      assertThat(access).as(serve.log()).isNotNull();
      assertThat(access.path("status").asText()).isEqualTo("200");
      assertThat(access.path("client").asText()).isEqualTo("127.0.0.1");
      assertThat(serve.key()).startsWith("live_" + access.path("key_id").asText());
    }
  }

  @Test
  void isAsAConfigurationSaysThatIsGiven() throws Exception {
    Path mine =
        Files.writeString(
            folder.resolve("mine.xml"),
            """
            <Configuration>
              <Appenders>
                <Console name="mine"><PatternLayout pattern="mine %X{request_id} %m%n"/></Console>
              </Appenders>
              <Loggers><Root level="INFO"><AppenderRef ref="mine"/></Root></Loggers>
            </Configuration>
            """);
    try (ServeProcess serve =
        ServeProcess.start(
            folder,
            "256m",
            Map.of("LOG4J_CONFIGURATION_FILE", mine.toString()),
            "--log-format=json")) {
      serve.client().with("x-request-id", "r-1").get("/v1/images");
      serve.stop();
      assertThat(serve.log()).contains("mine r-1 GET /v1/images 200").doesNotContain("@timestamp");
    }
  }
}
