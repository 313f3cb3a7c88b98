package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.AfterEach;
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

  /** Where a configuration is, and the system property that names its file. */
  private enum Source {
    CLUSTER("log.file") {
      @Override
      URI location(Path folder) throws Exception {
        return resource("log4j2-cluster.xml");
      }
    },
    LOCAL("labelstream.log") {
      @Override
      URI location(Path folder) throws Exception {
        return resource("log4j2-local.xml");
      }
    },
    COMPOSE("log.file") {
      @Override
      URI location(Path folder) {
        return COMPOSE_FILE.toUri();
      }
    },
    KUBERNETES("log.file") {
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
    STANDALONE("log.file") {
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

    private final String property;

    Source(String property) {
      this.property = property;
    }

    abstract URI location(Path folder) throws Exception;

    private static URI resource(String name) throws URISyntaxException {
      return Objects.requireNonNull(Source.class.getClassLoader().getResource(name)).toURI();
    }
  }

  private static final String METRICS = "org.apache.flink.metrics.MetricGroup";

  @TempDir private Path folder;
  @TempDir private Path logs;
  private LoggerContext context = new LoggerContext("unused");

  @AfterEach
  void stop() {
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
    String before = System.getProperty(source.property);
    System.setProperty(source.property, logs.resolve("log").toString());
    try {
      context = new LoggerContext("test", null, source.location(folder));
      context.start();
    } finally {
      if (before == null) {
        System.clearProperty(source.property);
      } else {
        System.setProperty(source.property, before);
      }
    }
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(logs.resolve("log"), UTF_8);
  }
}
