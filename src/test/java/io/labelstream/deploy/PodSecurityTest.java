package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Kubernetes' pod security standard "restricted" asks for, and a bit more. */
class PodSecurityTest {

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|jaas|access_key|token).*");

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void podsAreRestricted(Overlay overlay) {
    assertThat(overlay.podTemplates())
        .hasSize(2)
        .allSatisfy(
            pod -> {
              JsonNode context = pod.at("/spec/securityContext");
              assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
              assertThat(context.path("runAsUser").asInt()).isEqualTo(9999);
              assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
              assertThat(pod.at("/spec/containers")).hasSize(1);
              JsonNode container = pod.at("/spec/containers/0/securityContext");
              assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
              assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
              assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            });
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void secretsAreReferred(Overlay overlay) {
    assertThat(overlay.all("Secret")).isEmpty();
    overlay
        .podTemplates()
        .forEach(
            pod ->
                pod.at("/spec/containers/0/env")
                    .forEach(
                        variable -> {
                          if (SECRET.matcher(variable.path("name").asText()).matches()) {
                            assertThat(variable.has("value")).as("%s", variable).isFalse();
                          }
                        }));
    for (Map.Entry<String, String> option :
        Overlay.texts(overlay.job().at("/spec/flinkConfiguration")).entrySet()) {
      assertThat(option.getKey()).doesNotMatch(SECRET);
    }
    assertThat(Overlay.list(overlay.job().at("/spec/job/args")))
        .noneMatch(argument -> SECRET.matcher(argument).matches());
  }

  /** What is written to under a root that cannot be: the JVM's and Flink's, and TensorFlow's. */
  @ParameterizedTest
  @EnumSource(Overlay.class)
  void whatIsWrittenIsOnAVolume(Overlay overlay) {
    assertThat(mounts(overlay.job().at("/spec/podTemplate")))
        .containsEntry("/tmp", false)
        .containsEntry("/opt/flink/log", false)
        .containsEntry("/var/cache/javacpp", false);
    assertThat(
            overlay.job().at("/spec/flinkConfiguration").path("env.java.opts.taskmanager").asText())
        .contains("-Dorg.bytedeco.javacpp.cachedir=/var/cache/javacpp");
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
