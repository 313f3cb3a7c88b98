package io.labelstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.bench.BrokenModel;
import io.labelstream.serve.Program;
import io.labelstream.tools.cli.Labelstream;
import io.labelstream.vision.ModelManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The commands about models, as an operator has them, on a registry with the vendored model in both
 * precisions and one that is broken.
 */
public final class ModelCommands {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> settings;
  private final String fp32;
  private final String int8;
  private final String broken;

  /**
   * Publishes the models.
   *
   * @param folder in which the registry is made
   */
  public ModelCommands(Path folder, String bootstrapServers) throws IOException {
    this(folder, List.of("--bootstrap-servers=" + bootstrapServers));
  }

  /**
   * The same with whatever it takes to reach the broker.
   *
   * @param kafka the job's settings for that, as flags
   */
  public ModelCommands(Path folder, List<String> kafka) throws IOException {
    settings = Stream.concat(Stream.of("--models=" + registry(folder)), kafka.stream()).toList();
    String model = System.getProperty("labelstream.model", "");
    fp32 = output("publish", model + "-fp32").strip();
    int8 = output("publish", model + "-int8").strip();
    ModelManifest sound = ModelManifest.read(Path.of(model + "-fp32"));
    broken =
        output("publish", BrokenModel.write(sound, folder.resolve("broken")).toString()).strip();
    assertThat(output("publish", model + "-int8").strip()).as("once more").isEqualTo(int8);
  }

  /** The registry in a folder. */
  public static URI registry(Path folder) {
    return folder.toUri().resolve("registry/");
  }

  public String fp32() {
    return fp32;
  }

  public String int8() {
    return int8;
  }

  /** The id of a model that is whole, and that no engine can load. */
  String broken() {
    return broken;
  }

  /** Runs a command and returns what it prints. */
  public String output(String... arguments) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(arguments));
    all.addAll(settings);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Program.execute(
            Program.commandLine(Labelstream.class)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)),
            all.toArray(String[]::new));
    assertThat(exit).as(err.toString()).isZero();
    return out.toString();
  }

  /** What each TaskManager says. */
  JsonNode taskManagers() throws IOException {
    return JSON.readTree(output("status", "--format", "json")).get("taskManagers");
  }

  /** Names a primary, and waits until it runs on the only TaskManager. */
  void use(String model) {
    output("use", model);
    awaitRunning("primary", model);
  }

  /** Names the broken model as primary, and waits until it has been refused. */
  void useBroken() throws IOException {
    String runs = taskManagers().at("/0/running/primary/model").asText();
    output("use", broken);
    await()
        .atMost(TIMEOUT)
        .until(() -> taskManagers().at("/0/failed/primary/model").asText().equals(broken));
    assertThat(taskManagers().at("/0/failed/primary/reason").asText())
        .contains("TensorFlow cannot load");
    assertThat(taskManagers().at("/0/running/primary/model").asText()).isEqualTo(runs);
  }

  /** Waits until the only TaskManager says that it runs a model. */
  void awaitRunning(String role, String model) {
    awaitRunning(role, model, 1, TIMEOUT);
  }

  /** Waits until so many TaskManagers say that they run a model. */
  public void awaitRunning(String role, String model, int number, Duration patience) {
    await()
        .atMost(patience)
        .untilAsserted(
            () -> {
              List<String> models = new ArrayList<>();
              for (JsonNode one : taskManagers()) {
                models.add(one.at("/running/" + role + "/model").asText());
              }
              assertThat(models).filteredOn(model::equals).hasSize(number);
            });
  }
}
