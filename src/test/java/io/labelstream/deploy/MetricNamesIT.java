package io.labelstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.labelstream.stack.TestStack;
import io.labelstream.tools.sandbox.EmbeddedBroker;
import io.labelstream.tools.sandbox.Ports;
import io.labelstream.tools.sandbox.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.metrics.prometheus.PrometheusPushGatewayReporterFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What dashboard and alerts ask for is what Flink's Prometheus reporter and the facade say of a
 * real broker, job, model and facade.
 *
 * <p>Flink's reporter pushes here, since the one that is scraped would listen to everybody; the
 * names and labels of both are made by the same class.
 */
class MetricNamesIT {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static final Pattern SELECTOR = Pattern.compile("([\\w:]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @TempDir Path folder;

  private final Map<String, String> pushed = new HashMap<>();
  private HttpServer gateway;
  private EmbeddedBroker broker;
  private TestStack stack;

  private record Series(String name, Map<String, String> labels) {}

  @BeforeEach
  void start() throws Exception {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          synchronized (pushed) {
            pushed.put(
                exchange.getRequestURI().getPath(),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          }
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    gateway.start();
    broker = EmbeddedBroker.start(folder.resolve("broker"), Ports.free());
    stack = TestStack.on(broker.bootstrapServers(), folder, 1);
    Topics.prepare(broker.bootstrapServers(), stack.job(), 1);
    String reporter = "metrics.reporter.prometheus.";
    stack.startFlink(
        Map.of(
            reporter + "factory.class",
            PrometheusPushGatewayReporterFactory.class.getName(),
            reporter + "hostUrl",
            "http://127.0.0.1:" + gateway.getAddress().getPort(),
            reporter + "interval",
            "500 ms"));
    stack.submitJob();
  }

  @AfterEach
  void stop() throws Exception {
    stack.close();
    broker.close();
    gateway.stop(0);
  }

  /** A facade asks for readiness by classifying, so before the first record there is none. */
  @Test
  void allThatIsAskedForIsReportedAndWhatAnIdleJobOwesBeforeTheFirstRecord() throws Exception {
    List<String> idle = new ArrayList<>();
    for (String alert : List.of("JobDown", "NoTasks", "CrashLoop", "NoCheckpoint")) {
      idle.add(Monitoring.query("Labelstream" + alert));
    }
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(flinks().stream().map(Series::name))
                    .containsAll(Monitoring.reported(idle)));

    stack.startFacade();
    stack.awaitReady();
    assertThat(stack.classify(Path.of("deploy/photographs/coffee.png")).status()).isEqualTo(201);
    List<String> queries = Monitoring.queries();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              List<Series> reported = reported();
              assertThat(reported.stream().map(Series::name).distinct())
                  .containsAll(Monitoring.reported(queries));
              for (String query : queries) {
                checkLabels(query, reported);
              }
            });
  }

  /** For each selector there is a series that has its labels, and the values of most. */
  private static void checkLabels(String query, List<Series> reported) throws IOException {
    Set<String> ours = Monitoring.reported(List.of(query));
    Matcher selectors = SELECTOR.matcher(query);
    while (selectors.find()) {
      String name = selectors.group(1);
      String labels = selectors.group(2);
      if (ours.contains(name)) {
        assertThat(reported)
            .as("a series of %s", selectors.group())
            .anyMatch(series -> series.name().equals(name) && matches(series, labels));
      }
    }
  }

  private static boolean matches(Series series, String labels) {
    return MATCHER
        .matcher(labels)
        .results()
        .allMatch(
            matcher -> {
              String label = matcher.group(1);
              if (label.equals("job") || label.equals("namespace")) {
                return true; // Prometheus' own, of what is scraped.
              }
              String value = series.labels().get(label);
              // That nothing fails here is how it should be.
              return value != null && (label.equals("status") || value.matches(matcher.group(3)));
            });
  }

  private List<Series> reported() throws IOException, InterruptedException {
    String ours = stack.management().get("/metrics").text();
    return Stream.concat(series(ours), flinks().stream()).toList();
  }

  private List<Series> flinks() {
    synchronized (pushed) {
      return series(String.join("\n", pushed.values())).toList();
    }
  }

  private static Stream<Series> series(String text) {
    return text.lines()
        .map(SERIES::matcher)
        .filter(Matcher::matches)
        .map(
            line -> {
              Map<String, String> labels = new HashMap<>();
              if (line.group(2) != null) {
                LABEL
                    .matcher(line.group(2))
                    .results()
                    .forEach(label -> labels.put(label.group(1), label.group(2)));
              }
              return new Series(line.group(1), labels);
            });
  }
}
