package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.access.AccessOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlinkConfigurationTest {

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void hasOptionsOfFlinkAlone(Overlay overlay) {
    FlinkOptions.check(options(overlay));
  }

  @Test
  void anotherOptionIsNoticed() {
    assertThatThrownBy(() -> FlinkOptions.check(Map.of("execution.checkpointing.directory", "x")))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> FlinkOptions.check(Map.of("taskmanager.numberOfTaskSlots", "two")))
        .isInstanceOf(AssertionError.class);
  }

  /** Flink refuses to start where its parts do not add up to the whole. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void memoryAddsUp(Overlay overlay) {
    Configuration taskManager = Configuration.fromMap(options(overlay));
    taskManager.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory(overlay, "taskManager"));
    taskManager.set(TaskManagerOptions.CPU_CORES, cores(overlay));
    assertThat(
            TaskExecutorProcessUtils.processSpecFromConfig(taskManager).getTotalProcessMemorySize())
        .isEqualTo(memory(overlay, "taskManager"));

    Configuration jobManager = Configuration.fromMap(options(overlay));
    jobManager.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory(overlay, "jobManager"));
    JobManagerProcessUtils.processSpecFromConfig(jobManager);
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void aSlotIsACoreAndATaskASlot(Overlay overlay) {
    int slots = Integer.parseInt(options(overlay).get("taskmanager.numberOfTaskSlots"));
    assertThat(cores(overlay)).isEqualTo(slots);
    assertThat(overlay.job().at("/spec/job/parallelism").asInt() % slots).isZero();
  }

  /** A checkpoint that a new pod cannot read is none. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void stateOutlivesAPod(Overlay overlay) {
    assertThat(options(overlay))
        .containsEntry("high-availability.type", "kubernetes")
        .containsKeys(
            "high-availability.storageDir",
            "execution.checkpointing.dir",
            "execution.checkpointing.savepoint-dir");
    String prefix =
        switch (overlay) {
          case SMALL -> "file:///var/lib/labelstream/flink/";
          case PRODUCTION -> "s3://labelstream/flink/";
        };
    assertThat(options(overlay).entrySet())
        .filteredOn(option -> option.getKey().matches("(?i).*dir"))
        .hasSize(3)
        .allMatch(option -> option.getValue().startsWith(prefix));
  }

  /** Flink's port trusts whom the network lets in, so that must be the operator alone. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void onlyTheOperatorReachesThePortThatTrustsTheNetwork(Overlay overlay) {
    assertThat(options(overlay)).containsEntry(AccessOptions.TRUST_NETWORK.key(), "true");
    JsonNode policy = overlay.one("NetworkPolicy", "labelstream-job").path("spec");
    assertThat(Overlay.list(policy.path("policyTypes"))).contains("Ingress");
    List<JsonNode> openToTheJobItself = new ArrayList<>();
    List<JsonNode> open = new ArrayList<>();
    for (JsonNode rule : policy.path("ingress")) {
      assertThat(rule.path("from")).hasSize(1);
      if (rule.path("from").path(0).has("podSelector")) {
        openToTheJobItself.add(rule.at("/from/0/podSelector/matchLabels"));
      } else if (reaches(rule, 8081)) {
        open.add(rule.at("/from/0/namespaceSelector/matchLabels"));
      }
    }
    assertThat(openToTheJobItself).containsExactly(policy.at("/podSelector/matchLabels"));
    assertThat(open)
        .extracting(Overlay::texts)
        .containsExactly(Map.of("kubernetes.io/metadata.name", "flink-operator"));
  }

  private static boolean reaches(JsonNode rule, int port) {
    return !rule.has("ports")
        || StreamSupport.stream(rule.path("ports").spliterator(), false)
            .anyMatch(open -> !open.has("port") || open.path("port").asInt() == port);
  }

  private static Map<String, String> options(Overlay overlay) {
    return Overlay.texts(overlay.job().at("/spec/flinkConfiguration"));
  }

  private static double cores(Overlay overlay) {
    return overlay.job().at("/spec/taskManager/resource/cpu").asDouble();
  }

  private static MemorySize memory(Overlay overlay, String process) {
    JsonNode memory = overlay.job().at("/spec/" + process + "/resource/memory");
    return MemorySize.parse(memory.asText());
  }
}
