package io.labelstream.tools.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks the processes of a cluster about their state. */
final class Probes {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** A facade that was not asked lately waits for an answer of the job before it replies. */
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(10);

  private final ClusterPorts ports;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  Probes(ClusterPorts ports) {
    this.ports = ports;
  }

  boolean kafkaAnswers() throws IOException, InterruptedException {
    String timeout = Long.toString(TIMEOUT.toMillis());
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                ports.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                timeout,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                timeout))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  boolean facadeAnswers() throws IOException, InterruptedException {
    return is200("/healthz", TIMEOUT);
  }

  /** Whether an answer has come back lately. */
  boolean facadeIsReady() throws InterruptedException {
    try {
      return is200("/readyz", READY_TIMEOUT);
    } catch (IOException e) {
      return false;
    }
  }

  /** The jobs that have not ended; none while Flink does not answer. */
  List<RunningJob> jobs() throws InterruptedException {
    try {
      return new FlinkRest(ports.flinkUrl()).jobs();
    } catch (IOException e) {
      return List.of();
    }
  }

  private boolean is200(String path, Duration timeout) throws IOException, InterruptedException {
    return http.send(
                HttpRequest.newBuilder(URI.create(ports.restUrl() + path)).timeout(timeout).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }
}
