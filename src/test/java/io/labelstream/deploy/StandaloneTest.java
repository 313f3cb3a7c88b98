package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.access.AccessOptions;
import io.labelstream.job.ClassificationJob;
import io.labelstream.settings.ImageSettings;
import io.labelstream.settings.JobSettings;
import io.labelstream.settings.ModelSettings;
import io.labelstream.settings.RecordSettings;
import io.labelstream.settings.Scope;
import io.labelstream.settings.Settings;
import io.labelstream.settings.TopicSettings;
import io.labelstream.tools.sandbox.ActorClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.rest.messages.JobsOverviewHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink's processes would start with what the overlay without an operator gives them. */
class StandaloneTest {

  private static final Pattern TOPIC =
      Pattern.compile(
          "topics --topic (\\S+) --partitions (\\d+) --replication-factor (\\d+)((?:\\s+\\\\?\\s*--config \\S+)*)");
  private static final Pattern CONFIG = Pattern.compile("--config ([^=\\s]+)=(\\S+)");

  private final StandaloneOverlay overlay = new StandaloneOverlay();

  @TempDir private Path folder;
  private Configuration flink = new Configuration();

  @BeforeEach
  void read() throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        overlay.one("ConfigMap", "labelstream-flink").at("/data").path("config.yaml").asText());
    flink = GlobalConfiguration.loadConfiguration(folder.toString());
  }

  @Test
  void hasOptionsOfFlinkAlone() {
    assertThat(flink.toMap()).hasSizeGreaterThan(20);
    FlinkOptions.check(flink.toMap());
  }

  @Test
  void memoryIsWhatThePodsHave() {
    assertThat(TaskExecutorProcessUtils.processSpecFromConfig(flink).getTotalProcessMemorySize())
        .isEqualTo(memory(overlay.taskManager()));
    assertThat(JobManagerProcessUtils.processSpecFromConfig(flink).getTotalProcessMemorySize())
        .isEqualTo(memory(overlay.jobManager()));
  }

  @Test
  void actorsWakeSeldomInEachProcess() {
    assertThat(flink.get(CoreOptions.FLINK_TM_JVM_OPTIONS)).contains(ActorClock.flag());
    assertThat(flink.get(CoreOptions.FLINK_JM_JVM_OPTIONS)).isEqualTo(ActorClock.flag());
  }

  private static MemorySize memory(JsonNode deployment) {
    JsonNode resources = container(deployment).path("resources");
    assertThat(resources.at("/requests/memory")).isEqualTo(resources.at("/limits/memory"));
    return MemorySize.parse(resources.at("/limits/memory").asText().replace("i", ""));
  }

  private static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  /** Then `kubectl scale` of the TaskManagers is all that it takes for more tasks or fewer. */
  @Test
  void thereAreAsManyTasksAsSlotsUpToAsManyAsPartitions() {
    assertThat(flink.get(JobManagerOptions.SCHEDULER))
        .isEqualTo(JobManagerOptions.SchedulerType.Adaptive);
    int slots = flink.get(TaskManagerOptions.NUM_TASK_SLOTS);
    assertThat(container(overlay.taskManager()).at("/resources/requests/cpu").asInt())
        .isEqualTo(slots);
    int partitions = requests().partitions();
    assertThat(flink.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(partitions);
    assertThat(partitions % (slots * overlay.taskManager().at("/spec/replicas").asInt())).isZero();
    assertThat(settings().get(JobSettings.PARALLELISM)).isEmpty();
  }

  /** What a JobManager that takes over needs: where to find it, and the right to. */
  @Test
  void aSecondJobManagerTakesOver() {
    assertThat(overlay.jobManager().at("/spec/replicas").asInt()).isGreaterThan(1);
    assertThat(flink.get(HighAvailabilityOptions.HA_MODE)).isEqualTo("kubernetes");
    assertThat(flink.toMap())
        .containsEntry("kubernetes.namespace", "labelstream")
        .containsEntry("kubernetes.cluster-id", flink.get(HighAvailabilityOptions.HA_CLUSTER_ID));
    for (String directory :
        List.of(
            flink.get(HighAvailabilityOptions.HA_STORAGE_PATH),
            flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY),
            flink.get(CheckpointingOptions.SAVEPOINT_DIRECTORY))) {
      assertThat(directory).startsWith("s3://labelstream/flink/");
    }
    assertThat(overlay.one("Role", "labelstream-job").path("rules"))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(Manifests.list(rule.path("resources"))).containsExactly("configmaps");
              assertThat(Manifests.list(rule.path("verbs")))
                  .contains("get", "list", "watch", "create", "update", "patch", "delete");
            });
    for (JsonNode deployment : List.of(overlay.jobManager(), overlay.taskManager())) {
      JsonNode pod = deployment.at("/spec/template/spec");
      assertThat(pod.path("serviceAccountName").asText()).isEqualTo("labelstream-job");
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isTrue();
    }
  }

  /** A new one beside an old one would run the job twice. */
  @Test
  void noTwoVersionsOfTheJobRunAtOnce() {
    for (JsonNode deployment : List.of(overlay.jobManager(), overlay.taskManager())) {
      assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
    }
    assertThat(container(overlay.jobManager()).path("image"))
        .isEqualTo(container(overlay.taskManager()).path("image"));
  }

  @Test
  void probesAskPortsThatAreOpen() {
    assertThat(ports(overlay.jobManager()))
        .containsEntry("rest", "8081")
        .containsEntry("rpc", flink.get(HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE))
        .containsEntry("blob", flink.get(BlobServerOptions.PORT));
    assertThat(ports(overlay.taskManager()))
        .containsEntry("rpc", flink.get(TaskManagerOptions.RPC_PORT));
    for (JsonNode deployment : List.of(overlay.jobManager(), overlay.taskManager())) {
      for (String probe : List.of("startupProbe", "livenessProbe")) {
        JsonNode port = container(deployment).path(probe).at("/tcpSocket/port");
        assertThat(ports(deployment)).containsKey(port.asText());
      }
      assertThat(ports(deployment))
          .containsEntry("metrics", flink.getString("metrics.reporter.prometheus.port", ""));
    }
    JsonNode ready = container(overlay.jobManager()).at("/readinessProbe/httpGet");
    assertThat(ready.path("path").asText())
        .isEqualTo(JobsOverviewHeaders.getInstance().getTargetRestEndpointURL());
    assertThat(ready.path("port").asText()).isEqualTo("rest");
    // The kubelet asks by the pod's address.
    assertThat(flink.get(AccessOptions.TRUST_NETWORK)).isTrue();
  }

  private static Map<String, String> ports(JsonNode deployment) {
    Map<String, String> ports = new HashMap<>();
    container(deployment)
        .path("ports")
        .forEach(
            port -> ports.put(port.path("name").asText(), port.path("containerPort").asText()));
    return ports;
  }

  /** As `standalone-job` reads its command line. */
  @Test
  void theJobManagerRunsOurJob() throws Exception {
    List<String> command = Manifests.list(container(overlay.jobManager()).path("args"));
    assertThat(command.get(0)).isEqualTo("standalone-job");
    StandaloneCommand parsed = StandaloneCommand.parse(command.subList(1, command.size()));
    assertThat(parsed.jobClass()).isEqualTo(ClassificationJob.class.getName());
    assertThat(parsed.properties())
        .containsExactly(Map.entry("jobmanager.rpc.address", "$(POD_IP)"));
    assertThat(container(overlay.jobManager()).path("env"))
        .anySatisfy(
            variable -> {
              assertThat(variable.path("name").asText()).isEqualTo("POD_IP");
              assertThat(variable.at("/valueFrom/fieldRef/fieldPath").asText())
                  .isEqualTo("status.podIP");
            });
    assertThat(parsed.programArguments()).isEqualTo(jobArguments());
  }

  /** As the page on upgrading has it. */
  @Test
  void anUpgradeGoesOnFromACheckpoint() throws Exception {
    String checkpoint = "s3://labelstream/flink/checkpoints/0123/chk-7";
    List<String> command =
        new ArrayList<>(Manifests.list(container(overlay.jobManager()).path("args")));
    command.add(2, "--fromSavepoint=" + checkpoint);
    assertThat(command.get(3)).startsWith("--job-classname=");
    StandaloneCommand parsed = StandaloneCommand.parse(command.subList(1, command.size()));
    assertThat(parsed.savepoint()).contains(checkpoint);
    assertThat(parsed.programArguments()).isEqualTo(jobArguments());
  }

  private List<String> jobArguments() {
    List<String> command = Manifests.list(container(overlay.jobManager()).path("args"));
    int name = command.indexOf("--job-classname=" + ClassificationJob.class.getName());
    return command.subList(name + 1, command.size());
  }

  private Settings settings() {
    return Settings.read(
        Scope.JOB,
        jobArguments(),
        withoutAddress(Manifests.environment(overlay.jobManager().at("/spec/template"))));
  }

  private static Map<String, String> withoutAddress(Map<String, String> environment) {
    environment.remove("POD_IP");
    return environment;
  }

  @Test
  void jobAndFacadeMeet() {
    Map<String, String> environment =
        new TreeMap<>(Manifests.environment(overlay.facade().at("/spec/template")));
    environment.put("LABELSTREAM_DATABASE_URL", "jdbc:postgresql://db/labelstream");
    Settings facade = Settings.read(Scope.FACADE, List.of(), environment);
    assertThat(settings().get(TopicSettings.BOOTSTRAP_SERVERS))
        .isEqualTo(facade.get(TopicSettings.BOOTSTRAP_SERVERS));
    assertThat(settings().get(RecordSettings.REFERENCES))
        .containsExactly(ImageSettings.images(facade));
    assertThat(settings().get(ModelSettings.MODELS))
        .contains(URI.create("file:///opt/labelstream/models/"));
    assertThat(overlay.topics().toString())
        .contains("--bootstrap-server " + settings().get(TopicSettings.BOOTSTRAP_SERVERS));
  }

  /** However they are made, topics have the settings that are needed. */
  @Test
  void topicsAreThoseOfStrimzi() {
    Map<String, Topic> expected = new TreeMap<>();
    Overlay.PRODUCTION
        .all("KafkaTopic")
        .forEach(
            topic ->
                expected.put(
                    topic.at("/metadata/name").asText(),
                    new Topic(
                        topic.at("/spec/partitions").asInt(),
                        topic.at("/spec/replicas").asInt(),
                        Manifests.texts(topic.at("/spec/config")))));
    assertThat(topics()).isEqualTo(expected).hasSize(5);
  }

  private Topic requests() {
    return Objects.requireNonNull(topics().get(TopicSettings.REQUESTS_TOPIC.defaultText()));
  }

  private Map<String, Topic> topics() {
    Map<String, Topic> topics = new TreeMap<>();
    for (MatchResult topic :
        matches(TOPIC, container(overlay.topics()).at("/command/2").asText())) {
      Map<String, String> config = new TreeMap<>();
      matches(CONFIG, topic.group(4)).forEach(one -> config.put(one.group(1), one.group(2)));
      topics.put(
          topic.group(1),
          new Topic(Integer.parseInt(topic.group(2)), Integer.parseInt(topic.group(3)), config));
    }
    return topics;
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    try (Stream<MatchResult> found = pattern.matcher(text).results()) {
      return found.toList();
    }
  }

  private record Topic(int partitions, int replicas, Map<String, String> config) {}
}
