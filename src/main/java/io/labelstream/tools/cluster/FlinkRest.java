package io.labelstream.tools.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.access.BearerSecret;
import io.labelstream.tools.sandbox.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

final class FlinkRest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          // Flink speaks no other version, and offering one costs a round trip.
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private final String url;

  FlinkRest(String url) {
    this.url = url;
  }

  /**
   * A TaskManager that Flink lists, which is alive or has not been given up yet.
   *
   * @param part the process
   * @param heartbeatMillis the time of its last heartbeat in milliseconds since 1970
   * @param tasks how many tasks it has
   */
  record TaskManager(ClusterProcess part, long heartbeatMillis, int tasks) {}

  List<TaskManager> taskManagers() throws IOException, InterruptedException {
    return StreamSupport.stream(get("/taskmanagers").path("taskmanagers").spliterator(), false)
        .map(
            found ->
                new TaskManager(
                    ClusterProcess.parse(found.path("id").asText()),
                    found.path("timeSinceLastHeartbeat").asLong(),
                    found.path("slotsNumber").asInt() - found.path("freeSlots").asInt()))
        .toList();
  }

  /** The jobs that have not ended. */
  List<RunningJob> jobs() throws IOException, InterruptedException {
    return allJobs().stream().filter(job -> !ENDED.contains(job.state())).toList();
  }

  /**
   * Whether all tasks of a job run.
   *
   * @throws SandboxException if it has ended; the message says why
   */
  boolean runs(String id) throws IOException, InterruptedException {
    for (RunningJob job : allJobs()) {
      if (job.id().equals(id)) {
        if (ENDED.contains(job.state())) {
          throw new SandboxException("the job " + id + " is " + job.state() + ": " + cause(id));
        }
        return job.runs();
      }
    }
    return false;
  }

  /** The jobs of a name that have ended, as far as the JobManager remembers, the last one first. */
  List<RunningJob> ended(String name) throws IOException, InterruptedException {
    return overview()
        .filter(job -> job.path("name").asText().equals(name))
        .filter(job -> ENDED.contains(job.path("state").asText()))
        .sorted(Comparator.comparingLong(job -> -job.path("end-time").asLong()))
        .map(FlinkRest::job)
        .toList();
  }

  /** The URI of the last savepoint of a job. */
  Optional<String> savepoint(String job) throws IOException, InterruptedException {
    return Optional.of(
            get("/jobs/" + job + "/checkpoints").at("/latest/savepoint/external_path").asText())
        .filter(path -> !path.isEmpty());
  }

  private List<RunningJob> allJobs() throws IOException, InterruptedException {
    return overview().map(FlinkRest::job).toList();
  }

  private Stream<JsonNode> overview() throws IOException, InterruptedException {
    return StreamSupport.stream(get("/jobs/overview").path("jobs").spliterator(), false);
  }

  private static RunningJob job(JsonNode job) {
    return new RunningJob(
        job.path("jid").asText(),
        job.path("name").asText(),
        job.path("state").asText(),
        job.path("tasks").path("total").asInt(),
        job.path("tasks").path("running").asInt());
  }

  /** The reason why a job failed, in a line; empty if it has not failed. */
  String cause(String job) throws IOException, InterruptedException {
    return StackTrace.cause(
        get("/jobs/" + job + "/exceptions")
            .path("exceptionHistory")
            .path("entries")
            .path(0)
            .path("stacktrace")
            .asText());
  }

  void cancel(String job, BearerSecret secret) throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(URI.create(url + "/jobs/" + job + "?mode=cancel"))
            .header("Authorization", secret.authorization())
            .method("PATCH", HttpRequest.BodyPublishers.noBody()),
        202);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url + path)), 200);
  }

  private JsonNode send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response =
          http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IOException(
          "Flink does not answer at " + url + ": status says whether its JobManager runs", e);
    }
    if (response.statusCode() != expected) {
      throw new IOException(response.uri() + " answers " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }
}
