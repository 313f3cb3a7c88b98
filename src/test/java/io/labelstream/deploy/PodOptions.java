package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.MemorySize;

/**
 * What a pod template asks of Kubernetes for its only container, as podman's options.
 *
 * @param options for {@code podman run}
 * @param environment variables whose values are secret
 */
record PodOptions(List<String> options, Map<String, String> environment) {

  /**
   * Reads a template.
   *
   * @param prefix of the names of volumes that are claimed
   * @param secrets folders with what Secrets hold, by their names
   */
  static PodOptions of(JsonNode template, String prefix, Map<String, Path> secrets) {
    JsonNode pod = template.path("spec");
    JsonNode container = pod.at("/containers/0");
    List<String> options = new ArrayList<>(confinement(pod, container));
    Map<String, JsonNode> volumes = new HashMap<>();
    pod.path("volumes").forEach(volume -> volumes.put(volume.path("name").asText(), volume));
    for (JsonNode mount : container.path("volumeMounts")) {
      String name = mount.path("name").asText();
      JsonNode volume = Objects.requireNonNull(volumes.get(name), name);
      options.add(mount(volume, mount, prefix, secrets));
    }
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : container.path("env")) {
      String name = variable.path("name").asText();
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      if (secret.isMissingNode()) {
        options.add("--env=" + name + "=" + variable.path("value").asText());
      } else {
        options.add("--env=" + name);
        environment.put(
            name,
            ContainerTools.text(
                secret(secrets, secret.path("name").asText())
                    .resolve(secret.path("key").asText())));
      }
    }
    return new PodOptions(options, environment);
  }

  /** Limits as podman takes them. */
  static List<String> limits(MemorySize memory, double cores) {
    List<String> options = new ArrayList<>();
    options.add("--memory=" + memory.getBytes());
    // What is swapped out does not count as memory.
    options.add("--memory-swap=" + memory.getBytes());
    if (cores > 0) {
      options.add("--cpus=" + cores);
    }
    return options;
  }

  private static List<String> confinement(JsonNode pod, JsonNode container) {
    List<String> options = new ArrayList<>();
    JsonNode user = pod.path("securityContext");
    options.add("--user=" + user.path("runAsUser").asInt() + ":" + user.path("runAsGroup").asInt());
    JsonNode context = container.path("securityContext");
    if (context.path("readOnlyRootFilesystem").asBoolean()) {
      options.addAll(List.of("--read-only", "--read-only-tmpfs=false"));
    }
    if (!context.path("allowPrivilegeEscalation").asBoolean(true)) {
      options.add("--security-opt=no-new-privileges");
    }
    context
        .at("/capabilities/drop")
        .forEach(capability -> options.add("--cap-drop=" + capability.asText()));
    return options;
  }

  private static String mount(
      JsonNode volume, JsonNode mount, String prefix, Map<String, Path> secrets) {
    String path = mount.path("mountPath").asText();
    if (volume.has("emptyDir")) {
      // One without a name, which goes with its container.
      return "--volume=" + path;
    }
    String access = mount.path("readOnly").asBoolean() ? ":ro" : "";
    JsonNode claim = volume.at("/persistentVolumeClaim/claimName");
    if (!claim.isMissingNode()) {
      return "--volume=" + prefix + claim.asText() + ":" + path + access;
    }
    return "--volume="
        + secret(secrets, volume.at("/secret/secretName").asText())
        + ":"
        + path
        + access;
  }

  private static Path secret(Map<String, Path> secrets, String name) {
    return Objects.requireNonNull(secrets.get(name), name);
  }
}
