package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes' pod security standard "restricted" asks for, and a bit more. */
class PodSecurityTest {

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|jaas|access_key|token).*");

  private static final String WAYS = "io.labelstream.deploy.Manifests#all";

  @ParameterizedTest
  @MethodSource(WAYS)
  void podsAreRestricted(Manifests overlay) {
    assertThat(overlay.podTemplates())
        .hasSizeGreaterThan(2)
        .allSatisfy(
            pod -> {
              JsonNode context = pod.at("/spec/securityContext");
              assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
              assertThat(context.path("runAsUser").asInt()).isEqualTo(user(pod));
              assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
              assertThat(pod.at("/spec/containers")).hasSize(1);
              JsonNode container = pod.at("/spec/containers/0/securityContext");
              assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
              assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
              assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            });
  }

  /** Images have theirs by number: ours and Flink's one, Kafka's another. */
  private static int user(JsonNode pod) {
    return pod.at("/spec/containers/0/image").asText().startsWith("apache/kafka:") ? 1000 : 9999;
  }

  @ParameterizedTest
  @MethodSource(WAYS)
  void secretsAreReferred(Manifests overlay) {
    assertThat(overlay.all("Secret")).isEmpty();
    overlay
        .podTemplates()
        .forEach(
            pod ->
                pod.at("/spec/containers/0/env")
                    .forEach(
                        variable -> {
                          if (SECRET.matcher(variable.path("name").asText()).matches()) {
                            assertThat(variable.path("value").asText())
                                .as("%s", variable)
                                .matches("|\\$\\{dir:[^}]+}");
                          }
                        }));
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void theJobsOptionsAndArgumentsHoldNoSecret(Overlay overlay) {
    for (Map.Entry<String, String> option :
        Manifests.texts(overlay.job().at("/spec/flinkConfiguration")).entrySet()) {
      assertThat(option.getKey()).doesNotMatch(SECRET);
    }
    assertThat(Manifests.list(overlay.job().at("/spec/job/args")))
        .noneMatch(argument -> SECRET.matcher(argument).matches());
  }

  /** What is written to under a root that cannot be: the JVM's and Flink's. */
  @ParameterizedTest
  @MethodSource(WAYS)
  void whatIsWrittenIsOnAVolume(Manifests overlay) {
    for (String component : List.of("jobmanager", "taskmanager")) {
      assertThat(mounts(overlay.podTemplate(component)))
          .containsEntry("/tmp", false)
          .containsEntry("/opt/flink/log", false);
    }
    assertThat(mounts(overlay.facade().at("/spec/template")))
        .containsEntry("/tmp", false)
        .containsEntry("/var/lib/labelstream", false);
  }

  private static Map<String, Boolean> mounts(JsonNode pod) {
    Map<String, Boolean> readOnly = new java.util.TreeMap<>();
    pod.at("/spec/containers/0/volumeMounts")
        .forEach(
            mount ->
                readOnly.put(mount.path("mountPath").asText(), mount.path("readOnly").asBoolean()));
    return readOnly;
  }
}
