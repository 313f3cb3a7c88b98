package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Builds a folder as Kustomize does, as far as {@code deploy/} uses it: resources, a namespace, and
 * JSON Patches with a target. Whatever else a kustomization.yaml says is refused.
 */
final class Kustomization {

  private static final Set<String> KEYS =
      Set.of("apiVersion", "kind", "namespace", "resources", "patches");

  private static final Set<String> TARGET_KEYS = Set.of("kind", "name");

  private Kustomization() {}

  /** The manifests that {@code kubectl apply -k} would send. */
  static List<JsonNode> build(Path folder) throws IOException {
    ObjectNode file = Yaml.document(folder.resolve("kustomization.yaml"));
    checkKeys(file, KEYS, folder);
    List<JsonNode> manifests = new ArrayList<>();
    for (JsonNode resource : file.path("resources")) {
      Path path = folder.resolve(resource.asText()).normalize();
      manifests.addAll(Files.isDirectory(path) ? build(path) : Yaml.documents(path));
    }
    for (JsonNode patch : file.path("patches")) {
      manifests = patched(manifests, folder, patch);
    }
    for (JsonNode manifest : manifests) {
      putNamespace((ObjectNode) manifest, file.path("namespace").asText());
    }
    return manifests;
  }

  private static List<JsonNode> patched(List<JsonNode> manifests, Path folder, JsonNode patch)
      throws IOException {
    JsonNode target = patch.path("target");
    checkKeys(target, TARGET_KEYS, folder);
    JsonNode operations = Yaml.documents(folder.resolve(patch.path("path").asText())).get(0);
    if (!operations.isArray()) {
      throw new IOException(patch + " in " + folder + " is no JSON Patch");
    }
    List<JsonNode> result = new ArrayList<>();
    boolean found = false;
    for (JsonNode manifest : manifests) {
      boolean matches = matches(manifest, target);
      found |= matches;
      result.add(matches ? JsonPatch.apply(operations, manifest) : manifest);
    }
    if (!found) {
      throw new IOException(target + " in " + folder + " is none of its resources");
    }
    return result;
  }

  private static boolean matches(JsonNode manifest, JsonNode target) {
    return manifest.path("kind").equals(target.path("kind"))
        && (!target.has("name") || manifest.at("/metadata/name").equals(target.path("name")));
  }

  private static void putNamespace(ObjectNode manifest, String namespace) {
    manifest.withObject("/metadata").put("namespace", namespace);
    for (JsonNode subject : manifest.path("subjects")) {
      ((ObjectNode) subject).put("namespace", namespace);
    }
  }

  private static void checkKeys(JsonNode node, Set<String> known, Path folder) throws IOException {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IOException(name + " in " + folder + " is nothing that is applied here");
      }
    }
  }
}
