package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;

/** What Kubernetes itself says of its own kinds, in its Java client: fields that must be there. */
final class RequiredFields {

  /** Kinds of these groups are Kubernetes' own, in every cluster. */
  private static final Set<String> GROUPS =
      Set.of(
          "",
          "apps",
          "autoscaling",
          "batch",
          "networking.k8s.io",
          "policy",
          "rbac.authorization.k8s.io");

  private RequiredFields() {}

  static boolean isOfKubernetesItself(JsonNode manifest) {
    String version = manifest.path("apiVersion").asText();
    return GROUPS.contains(version.substring(0, Math.max(version.indexOf('/'), 0)));
  }

  /** What is missing, or unknown; nothing for a custom kind, whose CRD says it. */
  static List<String> errors(JsonNode manifest) {
    if (!isOfKubernetesItself(manifest)) {
      return List.of();
    }
    String version = manifest.path("apiVersion").asText();
    String name = version.substring(version.indexOf('/') + 1).toUpperCase(java.util.Locale.ROOT);
    try {
      Class.forName("io.kubernetes.client.openapi.models." + name + manifest.path("kind").asText())
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, JsonParser.parseString(manifest.toString()));
      return List.of();
    } catch (InvocationTargetException e) {
      return List.of(String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      return List.of(version + " has no " + manifest.path("kind").asText());
    }
  }
}
