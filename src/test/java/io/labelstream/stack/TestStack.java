package io.labelstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.rest.ApiClient;
import io.labelstream.rest.Facade;
import io.labelstream.rest.KeyFile;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * The real job with the real model on a Flink of its own, and the facade, each of which a test can
 * stop and start again. The broker is the test's.
 */
public final class TestStack implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path folder;
  private final List<String> facadesKafka;
  private final Settings job;
  private final int tasks;
  private final String key;
  private @Nullable TestFlink flink;
  private @Nullable Facade facade;

  /**
   * Prepares a stack, of which nothing runs yet.
   *
   * @param folder empty, for keys, images and checkpoints
   * @param jobsKafka the job's settings for its way to the broker, as flags
   * @param facadesKafka those of the facade
   * @param tasks the job's parallelism
   * @param more other settings of the job, as flags
   */
  public TestStack(
      Path folder, List<String> jobsKafka, List<String> facadesKafka, int tasks, String... more)
      throws IOException {
    this.folder = folder;
    this.facadesKafka = facadesKafka;
    this.tasks = tasks;
    URI images = Files.createDirectories(folder.resolve("images")).toUri();
    List<String> flags = new ArrayList<>(jobsKafka);
    flags.add("--model=" + System.getProperty("labelstream.model"));
    flags.add("--references=" + images);
    flags.add("--checkpoint-interval=500ms");
    flags.add("--checkpoint-directory=" + folder.resolve("checkpoints").toUri());
    flags.add("--parallelism=" + tasks);
    flags.addAll(List.of(more));
    job = Settings.read(Scope.JOB, flags, Map.of());
    key =
        new KeyFile(folder.resolve("keys.json"), Clock.systemUTC())
            .create("ann", KeyMode.LIVE, 100_000);
  }

  /** Prepares one on a broker that lets everybody in. */
  public static TestStack on(String bootstrapServers, Path folder, int tasks) throws IOException {
    List<String> kafka = List.of("--bootstrap-servers=" + bootstrapServers);
    return new TestStack(folder, kafka, kafka, tasks);
  }

  public Settings job() {
    return job;
  }

  /** Starts a Flink without a job. */
  public void startFlink(Map<String, String> options) throws Exception {
    flink = TestFlink.start(tasks, options);
  }

  public void submitJob() throws Exception {
    flink().submit(job, SavepointRestoreSettings.none());
  }

  /** Submits the job, to go on from a savepoint. */
  void submitJob(String savepoint) throws Exception {
    flink().submit(job, SavepointRestoreSettings.forPath(savepoint));
  }

  /** Stops the job and returns the savepoint that it leaves in a folder. */
  String stopJob(Path savepoints) throws Exception {
    return flink().stopJob(savepoints);
  }

  /** Whether the job has been started anew since it was submitted. */
  public boolean hasRestarted() throws Exception {
    return flink().hasRestarted();
  }

  public void stopFlink() {
    flink().close();
    flink = null;
  }

  /** As if the machine of the job's tasks were lost. */
  public void replaceTaskManager() throws Exception {
    flink().replaceTaskManager();
  }

  /** Starts a facade, which need not become ready. */
  public void startFacade(String... more) throws IOException {
    List<String> flags = new ArrayList<>(facadesKafka);
    flags.add("--data=" + folder);
    flags.add("--port=0");
    flags.add("--management-port=0");
    flags.add("--drain-timeout=500ms");
    flags.addAll(List.of(more));
    facade = Facade.start(Settings.read(Scope.FACADE, flags, Map.of()));
  }

  public void stopFacade() {
    facade().close();
    facade = null;
  }

  /** Waits until a photograph has gone to the job and its answer has come back. */
  public void awaitReady() {
    await().atMost(TIMEOUT).until(() -> management().get("/readyz").status() == 200);
  }

  /** A client of the API, with a key. */
  public ApiClient client() {
    return new ApiClient("http://127.0.0.1:" + facade().port(), "x-api-key", key);
  }

  /** A client of the management port. */
  public ApiClient management() {
    return new ApiClient("http://127.0.0.1:" + facade().managementPort());
  }

  /** Uploads a photograph and classifies it; gives the answer to the latter. */
  public ApiClient.Response classify(Path photograph) throws Exception {
    ApiClient client = client();
    ApiClient.Response created = client.upload("photograph", Files.readAllBytes(photograph));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return client.post("/v1/images/" + created.json().path("id").asText() + "/classify");
  }

  private TestFlink flink() {
    return Objects.requireNonNull(flink, "Flink does not run");
  }

  private Facade facade() {
    return Objects.requireNonNull(facade, "the facade does not run");
  }

  @Override
  public void close() {
    if (facade != null) {
      facade.close();
    }
    if (flink != null) {
      flink.close();
    }
  }
}
