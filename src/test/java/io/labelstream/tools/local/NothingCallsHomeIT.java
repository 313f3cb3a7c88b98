package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labelstream.contacts.ContactsWatch;
import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.tools.sandbox.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What runs on this machine alone reaches nobody beyond it. {@code ContactsWatchIT} checks the
 * watch.
 */
class NothingCallsHomeIT {

  private static final String PHOTOGRAPHS = "deploy/photographs";

  @TempDir private Path folder;
  private ContactsWatch watch;

  @BeforeEach
  void watch() throws IOException {
    watch = ContactsWatch.in(Files.createDirectory(folder.resolve("watch")));
  }

  @AfterEach
  void nobodyWasContacted() throws IOException {
    assertThat(watch.programs()).as("what was watched").isNotEmpty();
    assertThat(watch.contacts()).isEmpty();
  }

  /** Both engines run, to be timed. */
  @Test
  void localMode() throws Exception {
    Map<String, String> environment = new HashMap<>(watch.environment());
    environment.put("LABELSTREAM_ENGINE", "auto");
    try (LocalProcess local = LocalProcess.start(folder.resolve("data"), environment)) {
      succeeds("classify", "--bootstrap-servers=" + local.bootstrapServers(), PHOTOGRAPHS);
      classifyOverHttp(local.addresses());
      local.stop();
    }
  }

  /** The job comes as its own jar into TaskManagers that know no more of us than Flink's lib. */
  @Test
  void aCluster() throws Exception {
    Path cluster = folder.resolve("cluster");
    String directory = "--dir=" + cluster;
    try {
      succeeds(
          "cluster",
          "up",
          directory,
          "--taskmanagers=1",
          "--port=" + Ports.free(),
          "--kafka-port=" + Ports.free(),
          "--flink-port=" + Ports.free());
      succeeds("cluster", "submit", directory, "--engine=auto");
      JsonNode addresses =
          JsonMapper.builder().build().readTree(cluster.resolve("cluster.json").toFile());
      succeeds(
          "classify",
          "--bootstrap-servers=" + addresses.path("bootstrapServers").asText(),
          PHOTOGRAPHS);
      classifyOverHttp(addresses);
      assertThat(watch.programs())
          .anyMatch(program -> program.startsWith(TaskManagerRunner.class.getName()))
          .anyMatch(program -> program.startsWith(CliFrontend.class.getName()))
          .anyMatch(program -> program.contains(" serve "));
    } finally {
      succeeds("cluster", "down", directory);
    }
  }

  /** DJL takes 1 for a no, and prefers it to what a program sets. */
  @Test
  void theCompilerWhateverTheEnvironmentSays() throws Exception {
    succeeds(
        Map.of("OPT_OUT_TRACKING", "1"),
        "model",
        "compile",
        "--precision=int8",
        "--calibrate=" + PHOTOGRAPHS,
        "--output=" + folder.resolve("models"));
  }

  @Test
  void nothingRunsWhereTheEnvironmentInsistsOnIt() throws Exception {
    LocalProcess.Output output =
        run(
            Map.of("OPT_OUT_TRACKING", "false", "DJL_OFFLINE", "false"),
            "model",
            "compile",
            "--precision=int8",
            "--calibrate=" + PHOTOGRAPHS,
            "--output=" + folder.resolve("models"));
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.err()).contains("unset DJL_OFFLINE and OPT_OUT_TRACKING");
  }

  @Test
  void theBench() throws Exception {
    measures("decode");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"model", "peers", "rest"})
  void theBenchWithAllThatItCompares(String measurement) throws Exception {
    measures(measurement);
  }

  private static void classifyOverHttp(JsonNode addresses) throws Exception {
    ApiClient client =
        new ApiClient(
            addresses.path("restUrl").asText(), "x-api-key", addresses.path("apiKey").asText());
    ApiClient.Response image =
        client.upload("coffee", Files.readAllBytes(Path.of(PHOTOGRAPHS, "coffee.png")));
    assertThat(client.post("/v1/images/" + image.json().path("id").asText() + "/classify").status())
        .isEqualTo(201);
  }

  private void measures(String what) throws Exception {
    LocalProcess.Output output =
        LocalProcess.runBench(folder, watch.environment(), what, "--rounds=1", "--slice=1");
    assertThat(output.exitCode()).as(output.err()).isZero();
  }

  private void succeeds(String... arguments) throws Exception {
    succeeds(Map.of(), arguments);
  }

  private void succeeds(Map<String, String> environment, String... arguments) throws Exception {
    LocalProcess.Output output = run(environment, arguments);
    assertThat(output.exitCode()).as(output.err()).isZero();
  }

  private LocalProcess.Output run(Map<String, String> environment, String... arguments)
      throws Exception {
    Map<String, String> all = new HashMap<>(watch.environment());
    all.putAll(environment);
    return LocalProcess.run(folder, all, arguments);
  }
}
