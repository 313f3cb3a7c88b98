package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one manifest calls by a name, another one has. */
class ReferencesTest {

  /** Made by Strimzi, or by who runs the cluster, as deploy/README.md says. */
  private static final Map<String, Set<String>> SECRETS =
      Map.of(
          "kafka-cluster-ca-cert", Set.of("ca.crt"),
          "labelstream-job", Set.of("sasl.jaas.config"),
          "labelstream-facade", Set.of("sasl.jaas.config"),
          "labelstream-keys", Set.of(),
          "labelstream-database", Set.of("url", "username", "password"),
          "labelstream-s3", Set.of("access-key-id", "secret-access-key"),
          "labelstream-kafka-admin", Set.of("client.properties"));

  private static final String WAYS = "io.labelstream.deploy.Manifests#all";

  @ParameterizedTest
  @MethodSource(WAYS)
  void isInOneNamespaceAndThereOnce(Manifests overlay) {
    assertThat(overlay.manifests())
        .allMatch(manifest -> manifest.at("/metadata/namespace").asText().equals("labelstream"));
    assertThat(overlay.manifests().stream().map(ReferencesTest::identity)).doesNotHaveDuplicates();
  }

  private static String identity(JsonNode manifest) {
    return manifest.path("kind") + "/" + manifest.at("/metadata/name");
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void mountsHaveAVolumeAndVolumesAMount(Manifests overlay) {
    overlay
        .podTemplates()
        .forEach(
            pod -> {
              Set<String> volumes = names(pod.at("/spec/volumes"));
              assertThat(names(pod.at("/spec/containers/0/volumeMounts"))).isEqualTo(volumes);
              assertThat(paths(pod)).doesNotHaveDuplicates();
            });
  }

  private static List<String> paths(JsonNode pod) {
    return stream(pod.at("/spec/containers/0/volumeMounts"))
        .map(mount -> mount.path("mountPath").asText())
        .toList();
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void claimsConfigMapsAndSecretsAreThere(Manifests overlay) {
    for (JsonNode pod : overlay.podTemplates().toList()) {
      for (JsonNode volume : pod.at("/spec/volumes")) {
        if (volume.has("persistentVolumeClaim")) {
          overlay.one(
              "PersistentVolumeClaim", volume.at("/persistentVolumeClaim/claimName").asText());
        }
        if (volume.has("configMap")) {
          overlay.one("ConfigMap", volume.at("/configMap/name").asText());
        }
        if (volume.has("secret")) {
          String name = volume.at("/secret/secretName").asText();
          Set<String> keys = SECRETS.get(name);
          assertThat(keys).as(name).isNotNull();
          assertThat(stream(volume.at("/secret/items")).map(item -> item.path("key").asText()))
              .isSubsetOf(keys);
        }
      }
      for (JsonNode variable : pod.at("/spec/containers/0/env")) {
        JsonNode secret = variable.at("/valueFrom/secretKeyRef");
        if (secret.isObject()) {
          assertThat(SECRETS.get(secret.path("name").asText()))
              .contains(secret.path("key").asText());
        }
      }
    }
  }

  /** A TaskManager reads the job's login at the path that the JobManager's variables name. */
  @ParameterizedTest
  @MethodSource(WAYS)
  void loginsAreWhereTheyAreReadFrom(Manifests overlay) {
    JsonNode facade = overlay.facade().at("/spec/template");
    assertThat(secretFiles(facade)).containsEntry(login(facade), "labelstream-facade");
    JsonNode jobManager = overlay.podTemplate("jobmanager");
    for (JsonNode pod : List.of(jobManager, overlay.podTemplate("taskmanager"))) {
      assertThat(secretFiles(pod)).containsEntry(login(jobManager), "labelstream-job");
    }
  }

  private static String login(JsonNode pod) {
    return Manifests.environment(pod)
        .getOrDefault("LABELSTREAM_KAFKA_SASL_JAAS_CONFIG", "")
        .replaceAll("^\\$\\{dir:(.+):(.+)}$", "$1/$2");
  }

  /** The Secrets that mounted files come from, by the files' paths. */
  private static Map<String, String> secretFiles(JsonNode pod) {
    Map<String, JsonNode> secrets = new TreeMap<>();
    for (JsonNode volume : pod.at("/spec/volumes")) {
      secrets.put(volume.path("name").asText(), volume.path("secret"));
    }
    Map<String, String> files = new TreeMap<>();
    for (JsonNode mount : pod.at("/spec/containers/0/volumeMounts")) {
      JsonNode secret = Objects.requireNonNull(secrets.get(mount.path("name").asText()));
      for (JsonNode item : secret.path("items")) {
        files.put(
            mount.path("mountPath").asText() + "/" + item.path("path").asText(),
            secret.path("secretName").asText());
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void everyClaimIsUsed(Manifests overlay) {
    Set<String> used =
        overlay
            .podTemplates()
            .flatMap(pod -> stream(pod.at("/spec/volumes")))
            .map(volume -> volume.at("/persistentVolumeClaim/claimName").asText())
            .collect(Collectors.toSet());
    assertThat(overlay.all("PersistentVolumeClaim"))
        .allMatch(claim -> used.contains(claim.at("/metadata/name").asText()));
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void selectorsFindPods(Manifests overlay) {
    List<JsonNode> selectors = new ArrayList<>();
    overlay.all("Service").map(service -> service.at("/spec/selector")).forEach(selectors::add);
    overlay
        .all("NetworkPolicy")
        .map(p -> p.at("/spec/podSelector/matchLabels"))
        .forEach(selectors::add);
    overlay
        .manifests()
        .forEach(
            manifest -> {
              JsonNode labels = manifest.at("/spec/selector/matchLabels");
              if (labels.isObject()) {
                selectors.add(labels);
              }
            });
    List<Map<String, String>> pods =
        overlay.podTemplates().map(pod -> Manifests.texts(pod.at("/metadata/labels"))).toList();
    assertThat(selectors)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            selector ->
                assertThat(pods)
                    .anyMatch(
                        labels ->
                            labels.entrySet().containsAll(Manifests.texts(selector).entrySet())));
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void portsHaveTheNamesThatAreCalled(Overlay overlay) {
    Set<String> facade = names(overlay.facade().at("/spec/template/spec/containers/0/ports"));
    JsonNode service = overlay.one("Service", "labelstream-facade");
    assertThat(stream(service.at("/spec/ports")).map(port -> port.path("targetPort").asText()))
        .isSubsetOf(facade);
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      String path = "/spec/template/spec/containers/0/" + probe + "/httpGet/port";
      assertThat(overlay.facade().at(path).asText()).isEqualTo("management");
    }
    assertThat(names(service.at("/spec/ports")))
        .contains(
            overlay
                .one("ServiceMonitor", "labelstream-facade")
                .at("/spec/endpoints/0/port")
                .asText());
    assertThat(names(overlay.job().at("/spec/podTemplate/spec/containers/0/ports")))
        .contains(
            overlay
                .one("PodMonitor", "labelstream-job")
                .at("/spec/podMetricsEndpoints/0/port")
                .asText());
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void accountsAreThere(Manifests overlay) {
    overlay
        .podTemplates()
        .filter(pod -> pod.at("/spec/automountServiceAccountToken").asBoolean(true))
        .map(pod -> pod.at("/spec/serviceAccountName"))
        .filter(JsonNode::isTextual)
        .forEach(account -> overlay.one("ServiceAccount", account.asText()));
    overlay.one(
        "ServiceAccount", overlay.facade().at("/spec/template/spec/serviceAccountName").asText());
    JsonNode binding = overlay.one("RoleBinding", "labelstream-job");
    overlay.one("Role", binding.at("/roleRef/name").asText());
    overlay.one("ServiceAccount", binding.at("/subjects/0/name").asText());
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void theOperatorsJobHasAnAccount(Overlay overlay) {
    overlay.one("ServiceAccount", overlay.job().at("/spec/serviceAccount").asText());
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void whatIsScaledIsThere(Manifests overlay) {
    assertThat(overlay.all("HorizontalPodAutoscaler"))
        .allSatisfy(
            scaler -> {
              JsonNode target = scaler.at("/spec/scaleTargetRef");
              JsonNode scaled = overlay.one("Deployment", target.path("name").asText());
              assertThat(target.path("apiVersion")).isEqualTo(scaled.path("apiVersion"));
              // Or each of the two would undo what the other one does.
              assertThat(scaled.at("/spec/replicas").isMissingNode()).isTrue();
            });
  }

  private static Set<String> names(JsonNode list) {
    return stream(list).map(item -> item.path("name").asText()).collect(Collectors.toSet());
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
