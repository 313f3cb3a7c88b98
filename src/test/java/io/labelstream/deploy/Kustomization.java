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
 * Builds a folder as Kustomize does, as far as {@code deploy/} uses it: resources, ConfigMaps of
 * files, JSON Patches with a target, and a namespace, which is also put wherever a configuration of
 * the folder or of one below says. Whatever else a kustomization.yaml says is refused.
 */
final class Kustomization {

  private static final Set<String> KEYS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "patches",
          "configMapGenerator",
          "configurations");

  private static final Set<String> TARGET_KEYS = Set.of("kind", "name");

  private final List<JsonNode> manifests = new ArrayList<>();
  private final List<JsonNode> namespaceFields = new ArrayList<>();

  private Kustomization() {}

  /** The manifests that {@code kubectl apply -k} would send. */
  static List<JsonNode> build(Path folder) throws IOException {
    return built(folder).manifests;
  }

  private static Kustomization built(Path folder) throws IOException {
    ObjectNode file = Yaml.document(folder.resolve("kustomization.yaml"));
    checkKeys(file, KEYS, folder);
    Kustomization result = new Kustomization();
    for (JsonNode resource : file.path("resources")) {
      Path path = folder.resolve(resource.asText()).normalize();
      if (Files.isDirectory(path)) {
        Kustomization below = built(path);
        result.manifests.addAll(below.manifests);
        result.namespaceFields.addAll(below.namespaceFields);
      } else {
        result.manifests.addAll(Yaml.documents(path));
      }
    }
    for (JsonNode generator : file.path("configMapGenerator")) {
      result.manifests.add(configMap(folder, generator));
    }
    for (JsonNode configuration : file.path("configurations")) {
      ObjectNode fields = Yaml.document(folder.resolve(configuration.asText()));
      checkKeys(fields, Set.of("namespace"), folder);
      fields.path("namespace").forEach(result.namespaceFields::add);
    }
    for (JsonNode patch : file.path("patches")) {
      List<JsonNode> patched = patched(result.manifests, folder, patch);
      result.manifests.clear();
      result.manifests.addAll(patched);
    }
    if (file.has("namespace")) {
      for (JsonNode manifest : result.manifests) {
        result.putNamespace((ObjectNode) manifest, file.path("namespace").asText());
      }
    }
    return result;
  }

  private static ObjectNode configMap(Path folder, JsonNode generator) throws IOException {
    checkKeys(generator, Set.of("name", "files", "options"), folder);
    JsonNode options = generator.path("options");
    checkKeys(options, Set.of("disableNameSuffixHash", "labels"), folder);
    if (!options.path("disableNameSuffixHash").asBoolean()) {
      throw new IOException("names with a hash, as in " + folder + ", are not made here");
    }
    ObjectNode made = Yaml.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
    made.withObject("/metadata").set("name", generator.path("name"));
    made.withObject("/metadata").set("labels", options.path("labels"));
    for (String file : Manifests.list(generator.path("files"))) {
      made.withObject("/data").put(file, Files.readString(folder.resolve(file)));
    }
    return made;
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

  private void putNamespace(ObjectNode manifest, String namespace) {
    manifest.withObject("/metadata").put("namespace", namespace);
    for (JsonNode subject : manifest.path("subjects")) {
      ((ObjectNode) subject).put("namespace", namespace);
    }
    for (JsonNode field : namespaceFields) {
      if (manifest.path("kind").equals(field.path("kind"))) {
        List<String> path = List.of(field.path("path").asText().split("/"));
        replace(manifest, path, namespace);
      }
    }
  }

  /** Replaces what is at a path, in each element of the lists on it; what is not there stays so. */
  private static void replace(JsonNode node, List<String> path, String value) {
    if (node.isArray()) {
      node.forEach(element -> replace(element, path, value));
    } else if (path.size() > 1) {
      replace(node.path(path.get(0)), path.subList(1, path.size()), value);
    } else if (node.has(path.get(0))) {
      ((ObjectNode) node).put(path.get(0), value);
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
