package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSchemaTest {

  /** Whose names are the user's to choose. */
  private static final Set<String> FREE =
      Set.of(
          "annotations",
          "labels",
          "matchLabels",
          "nodeSelector",
          "selector",
          "data",
          "config",
          "requests",
          "limits",
          "flinkConfiguration",
          "logConfiguration");

  private static ManifestSchemas schemas;

  @BeforeAll
  static void load() throws IOException {
    schemas = new ManifestSchemas();
  }

  static Stream<Arguments> manifests() throws IOException {
    List<Arguments> manifests = new ArrayList<>();
    Manifests.all()
        .forEach(
            overlay ->
                overlay
                    .manifests()
                    .forEach(manifest -> manifests.add(arguments(overlay, manifest))));
    for (JsonNode manifest : NetworkRules.toAdd()) {
      manifests.add(arguments("TO ADD", manifest));
    }
    return manifests.stream();
  }

  private static Arguments arguments(Object source, JsonNode manifest) {
    return Arguments.of(
        source, manifest.path("kind").asText(), manifest.at("/metadata/name").asText(), manifest);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("manifests")
  void isAsItsKindSays(Object source, String kind, String name, JsonNode manifest) {
    assertThat(schemas.errors(manifest)).isEmpty();
  }

  /** Tries a misspelling at each place there is. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("manifests")
  void letsNoUnknownFieldPass(Object source, String kind, String name, JsonNode manifest) {
    Set<String> open = new TreeSet<>();
    JsonNode copy = manifest.deepCopy();
    tryEverywhere(copy, copy, "", open);
    assertThat(open).isSubsetOf(FREE);
  }

  private static void tryEverywhere(JsonNode root, JsonNode node, String name, Set<String> open) {
    if (node instanceof ObjectNode object) {
      object.put("misspelt", "");
      if (schemas.take(root)) {
        open.add(name);
      }
      object.remove("misspelt");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      tryEverywhere(root, field.getValue(), field.getKey(), open);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      tryEverywhere(root, node.get(i), name, open);
    }
  }

  /** An API server refuses what lacks one of these; so does the test. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/spec/selector",
        "/spec/template",
        "/spec/template/spec/containers",
        "/spec/template/spec/containers/0/name",
        "/spec/template/spec/containers/0/volumeMounts/0/mountPath",
        "/spec/template/spec/containers/0/livenessProbe/httpGet/port",
        "/spec/template/spec/topologySpreadConstraints/0/whenUnsatisfiable"
      })
  void aFieldThatMustBeThereIsMissed(String field) {
    JsonNode deployment = Overlay.PRODUCTION.facade();
    assertThat(deployment.at(field).isMissingNode()).isFalse();
    int name = field.lastIndexOf('/');
    ((ObjectNode) deployment.at(field.substring(0, name))).remove(field.substring(name + 1));
    assertThat(schemas.errors(deployment)).isNotEmpty();
  }

  /** As long as no released operator has it in its CRD. */
  @Test
  void aVersionThatNoReleasedOperatorTakesIsRefused() {
    assertThat(schemas.errors(Overlay.SMALL.job())).isEmpty();
    assertThat(errorsOf(Overlay.SMALL.job(), "/spec", "flinkVersion", "v2_3")).isNotEmpty();
  }

  /** What the name of the way says: nothing has to be installed into the cluster first. */
  @Test
  void standaloneIsOfKubernetesOwnKindsAlone() {
    assertThat(new StandaloneOverlay().manifests())
        .hasSizeGreaterThan(10)
        .allMatch(RequiredFields::isOfKubernetesItself);
    assertThat(Overlay.SMALL.manifests()).anyMatch(m -> !RequiredFields.isOfKubernetesItself(m));
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void wrongTypesAndValuesDoNotPass(Overlay overlay) {
    assertThat(errorsOf(overlay.job(), "/spec", "flinkVersion", "2.3")).isNotEmpty();
    assertThat(errorsOf(overlay.job(), "/spec/job", "parallelism", "two")).isNotEmpty();
    assertThat(errorsOf(overlay.job(), "/spec/job", "upgradeMode", "rolling")).isNotEmpty();
    assertThat(errorsOf(overlay.facade(), "/spec", "replicas", "two")).isNotEmpty();
    assertThat(errorsOf(overlay.facade(), "", "apiVersion", "extensions/v1beta1")).isNotEmpty();
    JsonNode topic = overlay.one("KafkaTopic", "image-classification.requests");
    assertThat(errorsOf(topic, "/spec", "partitions", "many")).isNotEmpty();
    JsonNode user = overlay.one("KafkaUser", "labelstream-job");
    assertThat(errorsOf(user, "/spec/authentication", "type", "plain")).isNotEmpty();
  }

  private static List<String> errorsOf(JsonNode manifest, String path, String field, String value) {
    JsonNode copy = manifest.deepCopy();
    ((ObjectNode) copy.at(path)).put(field, value);
    return schemas.errors(copy);
  }

  /** That a patch of these overlays misses its target, or uses what is not applied, is no pass. */
  @Test
  void aKustomizationThatCannotBeBuiltIsRefused(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), "resources: []\nimages: []\n");
    assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("images");

    Files.writeString(folder.resolve("patch.yaml"), "[]\n");
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "resources: []\npatches: [{path: patch.yaml, target: {kind: Deployment}}]\n");
    assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("Deployment");
  }
}
