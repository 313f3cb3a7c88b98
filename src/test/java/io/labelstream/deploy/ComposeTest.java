package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.labelstream.access.AccessOptions;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.RolloutSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.ServerSettings;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.tools.sandbox.ActorClock;
import io.labelstream.tools.sandbox.BrokerFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeTest {

  private static final Path FOLDER = Path.of("deploy/compose");

  private static final Pattern PINNED =
      Pattern.compile("[a-z./-]+:v?\\d+\\.\\d+(\\.\\d+)?[\\w.-]*");

  private static Schema schema;
  private static ObjectNode compose;

  @BeforeAll
  static void read() throws IOException {
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(ManifestSchemas.resource("compose.json"));
    compose = Yaml.document(FOLDER.resolve("compose.yaml"));
  }

  @Test
  void isAsTheSpecificationSays() {
    assertThat(schema.validate(compose)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/services/facade",
        "/services/kafka/healthcheck",
        "/services/facade/deploy/resources",
        "/services/facade/build",
        "/services/facade/depends_on/topics"
      })
  void aMisspeltFieldIsNoticed(String path) {
    ObjectNode copy = compose.deepCopy();
    assertThat(copy.at(path).isObject()).isTrue();
    ((ObjectNode) copy.at(path)).put("misspelt", "x");
    assertThat(schema.validate(copy)).isNotEmpty();
  }

  @Test
  void everythingThatIsCalledIsThere() {
    compose
        .path("services")
        .forEach(
            service -> {
              JsonNode needed = service.path("depends_on");
              List<String> names =
                  needed.isArray()
                      ? Manifests.list(needed)
                      : List.copyOf(Manifests.texts(needed).keySet());
              assertThat(names).allMatch(compose.path("services")::has);
              for (String volume : Manifests.list(service.path("volumes"))) {
                String source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith(".")) {
                  assertThat(FOLDER.resolve(source)).exists();
                } else {
                  assertThat(compose.path("volumes").has(source)).as(source).isTrue();
                }
              }
              if (service.has("build")) {
                Path context = FOLDER.resolve(service.at("/build/context").asText());
                assertThat(context.resolve(service.at("/build/dockerfile").asText())).exists();
              }
            });
  }

  @Test
  void imagesArePinnedAndPortsAreForThisMachineAlone() {
    assertThat(compose.path("services"))
        .allSatisfy(
            service -> {
              assertThat(service.path("image").asText()).matches(PINNED);
              assertThat(Manifests.list(service.path("ports")))
                  .allMatch(port -> port.startsWith("127.0.0.1:"));
            });
  }

  @Test
  void jobAndFacadeTakeTheirSettings() {
    Map<String, String> jobManager = environment("jobmanager");
    Map<String, String> facade = environment("facade");
    Settings job = Settings.read(Scope.JOB, List.of(), jobManager);
    Settings read = Settings.read(Scope.FACADE, List.of(), facade);
    assertThat(job.get(TopicSettings.BOOTSTRAP_SERVERS))
        .isEqualTo(read.get(TopicSettings.BOOTSTRAP_SERVERS));
    assertThat(job.get(RecordSettings.REFERENCES)).containsExactly(ImageSettings.images(read));
    assertThat(job.get(ModelSettings.MODELS))
        .contains(URI.create("file:///opt/labelstream/models/"));
    assertThat(read.get(ServerSettings.PORT)).isEqualTo(8080);
    assertThat(read.get(ServerSettings.MANAGEMENT_PORT)).isEqualTo(8082);
    int slots = Integer.parseInt(flinkOptions("taskmanager").get("taskmanager.numberOfTaskSlots"));
    assertThat(flinkOptions("jobmanager"))
        .containsEntry("parallelism.default", Integer.toString(slots));
  }

  @Test
  void topicsAreThoseOfTheSettings() {
    String command = compose.at("/services/topics/command/2").asText();
    assertThat(command)
        .contains(
            "--topic " + TopicSettings.REQUESTS_TOPIC.defaultText() + " --partitions 12",
            "--config max.message.bytes=" + BrokerFolder.MAX_REQUEST_BYTES,
            "--topic " + TopicSettings.RESULTS_TOPIC.defaultText() + " --partitions 12",
            "--config max.message.bytes=" + RecordSettings.MAX_ANSWER_BYTES.defaultText(),
            "--topic " + RolloutSettings.SHADOW_TOPIC.defaultText() + " --partitions 12",
            "--topic " + RolloutSettings.MODELS_TOPIC.defaultText() + " --partitions 1 ",
            "--topic " + RolloutSettings.MODELS_STATUS_TOPIC.defaultText() + " --partitions 1 ");
  }

  @Test
  void flinkTakesItsOptions() {
    FlinkOptions.check(flinkOptions("jobmanager"));
    FlinkOptions.check(flinkOptions("taskmanager"));
    JobManagerProcessUtils.processSpecFromConfig(Configuration.fromMap(flinkOptions("jobmanager")));
    MemorySize process =
        TaskExecutorProcessUtils.processSpecFromConfig(
                Configuration.fromMap(flinkOptions("taskmanager")))
            .getTotalProcessMemorySize();
    JsonNode limit = compose.at("/services/taskmanager/deploy/resources/limits/memory");
    assertThat(process).isLessThanOrEqualTo(MemorySize.parse(limit.asText()));
  }

  /** The port is one that any page in a browser on this machine can ask. */
  @Test
  void nothingCanBeChangedThroughFlinksPort() {
    assertThat(flinkOptions("jobmanager"))
        .containsEntry("web.access-control-allow-origin", "http://127.0.0.1:8081")
        .doesNotContainKeys(AccessOptions.SECRET_FILE.key(), AccessOptions.TRUST_NETWORK.key());
    assertThat(Manifests.list(compose.at("/services/jobmanager/ports")))
        .containsExactly("127.0.0.1:8081:8081");
  }

  /** The entry point of Flink's image takes all white space out of a line. */
  @Test
  void noOptionHasWhiteSpaceInItsValue() {
    assertThat(flinkOptions("taskmanager").values()).noneMatch(value -> value.contains(" "));
    assertThat(flinkOptions("jobmanager").values()).noneMatch(value -> value.contains(" "));
  }

  /** Flink's scripts give the variable to each process, whatever its own options are. */
  @ParameterizedTest
  @ValueSource(strings = {"jobmanager", "taskmanager"})
  void actorsWakeSeldom(String process) {
    assertThat(environment(process)).containsEntry("JVM_ARGS", ActorClock.flag());
  }

  @Test
  void passwordsHaveNoDefault() throws IOException {
    assertThat(compose.toString()).doesNotContain("PASSWORD:-");
    assertThat(Files.readAllLines(FOLDER.resolve(".env.example")))
        .contains("DATABASE_PASSWORD=", "GRAFANA_PASSWORD=");
  }

  private static Map<String, String> environment(String service) {
    return Manifests.texts(compose.at("/services/" + service + "/environment"));
  }

  private static Map<String, String> flinkOptions(String service) {
    Map<String, String> options = new TreeMap<>();
    compose
        .at("/services/" + service + "/environment/FLINK_PROPERTIES")
        .asText()
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(pair -> options.put(pair[0], pair[1]));
    return options;
  }
}
