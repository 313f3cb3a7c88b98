package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On which nodes pods run, and what happens to them when nodes go or fill up. */
class PlacementTest {

  private static final String WAYS = "io.labelstream.deploy.Manifests#all";

  static Stream<Manifests> replicated() {
    return Stream.of(new StandaloneOverlay(), Overlay.PRODUCTION);
  }

  /**
   * TensorFlow's natives and the images are for x86_64; on Arm they end with "exec format error".
   */
  @ParameterizedTest
  @MethodSource(WAYS)
  void podsRunOnTheProcessorsThatTheirImagesAreFor(Manifests overlay) {
    assertThat(overlay.podTemplates())
        .isNotEmpty()
        .allSatisfy(
            pod ->
                assertThat(Manifests.texts(pod.at("/spec/nodeSelector")))
                    .containsEntry("kubernetes.io/arch", "amd64"));
  }

  /** One that waits on the node of the one that leads is lost with it. */
  @ParameterizedTest
  @MethodSource("replicated")
  void jobManagersAreNeverOnOneNode(Manifests overlay) {
    JsonNode nodes = spread(overlay.podTemplate("jobmanager"), "kubernetes.io/hostname");
    assertThat(nodes.path("whenUnsatisfiable").asText()).isEqualTo("DoNotSchedule");
    assertThat(nodes.path("maxSkew").asInt()).isOne();
  }

  @ParameterizedTest
  @MethodSource("replicated")
  void allIsSpreadOverNodesAndZones(Manifests overlay) {
    for (JsonNode pod :
        List.of(
            overlay.podTemplate("jobmanager"),
            overlay.podTemplate("taskmanager"),
            overlay.facade().at("/spec/template"))) {
      for (String key : List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")) {
        // What a constraint counts has to be the pods that it is of.
        assertThat(Manifests.texts(pod.at("/metadata/labels")))
            .containsAllEntriesOf(
                Manifests.texts(spread(pod, key).at("/labelSelector/matchLabels")));
      }
    }
  }

  private static JsonNode spread(JsonNode pod, String key) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode constraint : pod.at("/spec/topologySpreadConstraints")) {
      if (constraint.path("topologyKey").asText().equals(key)) {
        found.add(constraint);
      }
    }
    assertThat(found).as("%s of %s", key, pod.at("/metadata/labels")).hasSize(1);
    return found.get(0);
  }

  /** A drain takes one pod of each kind at a time, and is never kept from taking the only one. */
  @ParameterizedTest
  @MethodSource(WAYS)
  void aDrainTakesOneAfterTheOther(Manifests overlay) {
    List<JsonNode> budgets = overlay.all("PodDisruptionBudget").toList();
    for (JsonNode pod :
        List.of(
            overlay.podTemplate("jobmanager"),
            overlay.podTemplate("taskmanager"),
            overlay.facade().at("/spec/template"))) {
      Map<String, String> labels = Manifests.texts(pod.at("/metadata/labels"));
      assertThat(budgets)
          .filteredOn(
              budget ->
                  labels
                      .entrySet()
                      .containsAll(
                          Manifests.texts(budget.at("/spec/selector/matchLabels")).entrySet()))
          .singleElement()
          .satisfies(
              budget -> {
                assertThat(budget.at("/spec/maxUnavailable").asInt()).isOne();
                assertThat(budget.at("/spec/minAvailable").isMissingNode()).isTrue();
              });
    }
  }

  /** Who asks for less than it writes is evicted when the node's disk fills. */
  @ParameterizedTest
  @MethodSource(WAYS)
  void theDiskThatVolumesMayTakeIsAskedFor(Manifests overlay) {
    assertThat(overlay.podTemplates())
        .allSatisfy(
            pod -> {
              BigInteger volumes = BigInteger.ZERO;
              for (JsonNode volume : pod.at("/spec/volumes")) {
                if (volume.has("emptyDir")) {
                  JsonNode limit = volume.at("/emptyDir/sizeLimit");
                  assertThat(limit.isTextual()).as("%s has a limit", volume).isTrue();
                  volumes = volumes.add(BigInteger.valueOf(bytes(limit)));
                }
              }
              JsonNode resources = pod.at("/spec/containers/0/resources");
              for (String kind : List.of("requests", "limits")) {
                JsonNode disk = resources.path(kind).path("ephemeral-storage");
                assertThat(BigInteger.valueOf(bytes(disk)))
                    .as("%s of %s", kind, pod.at("/metadata/labels"))
                    .isGreaterThan(volumes);
              }
            });
  }

  private static long bytes(JsonNode quantity) {
    assertThat(quantity.asText()).matches("\\d+[KMG]i");
    return MemorySize.parse(quantity.asText().replace("i", "")).getBytes();
  }
}
