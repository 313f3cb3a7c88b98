package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the logs of local mode, of a cluster's processes and of containers hold. */
class LogConfigurationTest {

  /** Who speaks of a broker that is away, over and over. */
  private static final List<String> SPEAKERS =
      List.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.Metadata",
          "org.apache.kafka.clients.admin.internals.AdminMetadataManager",
          "org.apache.kafka.clients.FetchSessionHandler",
          "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator",
          "org.apache.kafka.clients.producer.internals.Sender",
          "org.apache.flink.connector.kafka.source.reader.KafkaSourceReader");

  /** Where a configuration is. */
  private enum Source {
    CLUSTER {
      @Override
      URI location(Path folder) throws Exception {
        return resource("log4j2-cluster.xml");
      }
    },
    LOCAL {
      @Override
      URI location(Path folder) throws Exception {
        return resource("log4j2-local.xml");
      }
    },
    COMPOSE {
      @Override
      URI location(Path folder) {
        return COMPOSE_FILE.toUri();
      }
    },
    KUBERNETES {
      @Override
      URI location(Path folder) throws Exception {
        String text =
            Overlay.PRODUCTION
                .job()
                .path("spec")
                .path("logConfiguration")
                .path("log4j-console.properties")
                .asText();
        assertThat(text).isEqualTo(Files.readString(COMPOSE_FILE));
        return Files.writeString(folder.resolve("log4j.properties"), text).toUri();
      }
    },
    STANDALONE {
      @Override
      URI location(Path folder) throws Exception {
        String text =
            new StandaloneOverlay()
                .one("ConfigMap", "labelstream-flink")
                .path("data")
                .path("log4j-console.properties")
                .asText();
        assertThat(text).isEqualTo(Files.readString(COMPOSE_FILE));
        return Files.writeString(folder.resolve("log4j.properties"), text).toUri();
      }
    };

    private static final Path COMPOSE_FILE = Path.of("deploy/compose/log4j-console.properties");

    abstract URI location(Path folder) throws Exception;

    private static URI resource(String name) throws URISyntaxException {
      return Objects.requireNonNull(Source.class.getClassLoader().getResource(name)).toURI();
    }
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOKENS =
      "org.apache.flink.runtime.security.token.DefaultDelegationTokenManager";
  private static final String METRICS = "org.apache.flink.metrics.MetricGroup";

  @TempDir private Path folder;
  @TempDir private Path logs;
  private LoggerContext context = new LoggerContext("unused");

  @AfterEach
  void stop() {
    ThreadContext.clearMap();
    context.stop();
  }

  @ParameterizedTest
  @EnumSource
  void tellOfABrokerThatIsAwayNowAndThen(Source source) throws Exception {
    start(source);
    for (int i = 0; i < 5_000; i++) {
      for (String speaker : SPEAKERS) {
        context.getLogger(speaker).warn("the broker is away");
      }
    }
    assertThat(lines()).hasSizeBetween(SPEAKERS.size(), 50);
    for (String speaker : SPEAKERS) {
      String name = speaker.substring(speaker.lastIndexOf('.'));
      assertThat(lines())
          .as(speaker)
          .anyMatch(line -> line.matches(".*" + Pattern.quote(name) + " +(\\[] )?- the broker.*"));
      context.getLogger(speaker).error("what else goes wrong");
    }
    assertThat(lines()).filteredOn(line -> line.contains("what else")).hasSameSizeAs(SPEAKERS);
  }

  @ParameterizedTest
  @EnumSource
  void leaveAnAlarmOutThatIsFalse(Source source) throws Exception {
    start(source);
    String alarm = "Name collision: Group already contains a Metric with the name '%s'. [0.x]";
    context.getLogger(METRICS).warn(alarm.formatted("pendingCommittables"));
    context.getLogger(METRICS).warn(alarm.formatted("another"));
    assertThat(lines()).hasSize(1).first().asString().contains("another");
  }

  @ParameterizedTest
  @EnumSource
  void leaveOutThatThereIsNothingToDo(Source source) throws Exception {
    start(source);
    context.getLogger(TOKENS).warn("No tokens obtained so skipping notifications");
    context.getLogger(TOKENS).warn("Tokens update task not started because of none");
    context.getLogger("ai.djl.util.cuda.CudaUtils").warn("Failed to detect GPU count");
    context.getLogger(TOKENS).warn("Failed to update tokens");
    assertThat(lines()).hasSize(1).first().asString().contains("Failed to update tokens");
  }

  @ParameterizedTest
  @EnumSource
  void sayWhichRecordALineIsAbout(Source source) throws Exception {
    start(source);
    ThreadContext.putAll(Map.of("record", "requests/0/7", "request_id", "r-1", "trace_id", "t-1"));
    context.getLogger("io.labelstream").warn("hello");
    assertThat(lines())
        .hasSize(1)
        .first()
        .asString()
        .endsWith(" - hello record=requests/0/7 request_id=r-1 trace_id=t-1");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER", "LOCAL"})
  void writeJsonWhereTheyAreTold(Source source) throws Exception {
    start(source, Map.of("labelstream.log.format", "json", "labelstream.log.level", "debug"));
    logWithAStackTrace();
    assertJson(lines());
  }

  @Test
  void writeJsonToTheConsoleWhereTheyAreTold() throws Exception {
    String text =
        Files.readString(Path.of(Source.resource("log4j2-serve.xml")))
            .replace("target=\"SYSTEM_ERR\"", "target=\"SYSTEM_OUT\" follow=\"true\"");
    assertJson(
        printed(
            Files.writeString(folder.resolve("serve.xml"), text),
            Map.of("labelstream.log.format", "json", "labelstream.log.level", "debug")));
  }

  /** The variables are those of a container, which a test has no way to set for itself. */
  @Test
  void writeJsonFromContainersThatAreTold() throws Exception {
    String text =
        Files.readString(Source.COMPOSE_FILE)
            .replace("${env:LABELSTREAM_LOG_FORMAT:-text}", "json")
            .replace("${env:LABELSTREAM_LOG_LEVEL:-info}", "debug")
            .concat("\nappender.json.follow = true\n");
    assertJson(printed(Files.writeString(folder.resolve("containers.properties"), text), Map.of()));
  }

  /** What a configuration prints that follows what {@link System#out} is. */
  private List<String> printed(Path configuration, Map<String, String> properties) {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      start(configuration.toUri(), properties);
      logWithAStackTrace();
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8).lines().toList();
  }

  private void logWithAStackTrace() {
    ThreadContext.putAll(Map.of("record", "requests/0/7", "request_id", "r-1"));
    context
        .getLogger("io.labelstream")
        .error("a\nline \u001b[31m", new IllegalStateException("why", new IOException("that")));
    ThreadContext.clearMap();
    context.getLogger("io.labelstream").debug("details");
  }

  private static void assertJson(List<String> lines) throws IOException {
    assertThat(lines).hasSize(2);
    JsonNode error = JSON.readTree(lines.get(0));
    assertThat(error.path("@timestamp").asText()).endsWith("Z");
    assertThat(error.path("log.level").asText()).isEqualTo("ERROR");
    assertThat(error.path("log.logger").asText()).isEqualTo("io.labelstream");
    assertThat(error.path("message").asText()).isEqualTo("a\nline \u001b[31m");
    assertThat(error.path("request_id").asText()).isEqualTo("r-1");
    assertThat(error.path("record").asText()).isEqualTo("requests/0/7");
    assertThat(error.path("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.path("error.stack_trace").asText())
        .contains("logWithAStackTrace", "Caused by: java.io.IOException: that");
    JsonNode debug = JSON.readTree(lines.get(1));
    assertThat(debug.path("message").asText()).isEqualTo("details");
    assertThat(debug.has("request_id")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void areBounded(Source source) throws Exception {
    start(source);
    String megabyte = "x".repeat(1_000_000);
    for (int i = 0; i < 80; i++) {
      context.getLogger("io.labelstream").log(Level.INFO, megabyte);
    }
    try (Stream<Path> files = Files.list(logs)) {
      assertThat(files).hasSize(6).allMatch(file -> file.toFile().length() < 12_000_000);
    }
  }

  private void start(Source source) throws Exception {
    start(source, Map.of());
  }

  private void start(Source source, Map<String, String> properties) throws Exception {
    start(source.location(folder), properties);
  }

  private void start(URI configuration, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put("log.file", logs.resolve("log").toString());
    Map<String, Optional<String>> before = new HashMap<>();
    all.forEach(
        (name, value) -> before.put(name, Optional.ofNullable(System.setProperty(name, value))));
    try {
      context = new LoggerContext("test", null, configuration);
      context.start();
    } finally {
      before.forEach(
          (name, value) ->
              value.ifPresentOrElse(
                  old -> System.setProperty(name, old), () -> System.clearProperty(name)));
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(logs.resolve("log"), UTF_8);
  }
}
