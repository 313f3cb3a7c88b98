package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.access.AccessOptions;
import io.labelstream.tools.sandbox.ActorClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
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
    NetworkRules rules = NetworkRules.of(overlay, "labelstream-job");
    for (String namespace : List.of("default", "flink-operator")) {
      assertThat(rules.letsIn(Peer.pod(namespace, "flink-kubernetes-operator"), 8081)).isTrue();
      assertThat(rules.letsIn(Peer.pod(namespace, "another"), 8081)).isFalse();
    }
    assertThat(rules.letsIn(Peer.pod("another", "flink-kubernetes-operator"), 8081)).isFalse();
    assertThat(rules.letsIn(Peer.pod("monitoring", "prometheus"), 8081)).isFalse();
    assertThat(rules.letsIn(Peer.pod("labelstream", "labelstream-facade"), 8081)).isFalse();
    assertThat(rules.letsIn(Peer.pod("labelstream", "labelstream-job"), 8081)).isTrue();
  }

  /** Each restart repeats answers and loads the model: what upstream leaves open is said here. */
  @Test
  void changesOfTheNumberOfTasksDoNotFollowOneAnother() {
    Configuration options = Configuration.fromMap(options(Overlay.PRODUCTION));
    assertThat(options.get(AutoScalerOptions.METRICS_WINDOW))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(15));
    assertThat(options.get(AutoScalerOptions.SCALE_DOWN_INTERVAL))
        .isGreaterThanOrEqualTo(Duration.ofHours(1));
    assertThat(options.get(AutoScalerOptions.PREFER_TRACKED_RESTART_TIME)).isTrue();
    assertThat(options.get(AutoScalerOptions.STABILIZATION_INTERVAL)).isPositive();
    assertThat(options.toMap())
        .containsKeys(
            AutoScalerOptions.METRICS_WINDOW.key(),
            AutoScalerOptions.SCALE_DOWN_INTERVAL.key(),
            AutoScalerOptions.STABILIZATION_INTERVAL.key());
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void actorsWakeSeldomInEachProcess(Overlay overlay) {
    assertThat(options(overlay).get("env.java.opts.taskmanager")).contains(ActorClock.flag());
    assertThat(options(overlay)).containsEntry("env.java.opts.jobmanager", ActorClock.flag());
  }

  private static Map<String, String> options(Overlay overlay) {
    return Manifests.texts(overlay.job().at("/spec/flinkConfiguration"));
  }

  private static double cores(Overlay overlay) {
    return overlay.job().at("/spec/taskManager/resource/cpu").asDouble();
  }

  private static MemorySize memory(Overlay overlay, String process) {
    JsonNode memory = overlay.job().at("/spec/" + process + "/resource/memory");
    return MemorySize.parse(memory.asText());
  }
}
