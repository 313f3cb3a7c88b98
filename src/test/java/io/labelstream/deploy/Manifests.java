package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What {@code kubectl apply -k} sends for one of the ways to deploy on Kubernetes. */
interface Manifests {

  /** All manifests, built anew each time. */
  List<JsonNode> manifests();

  /** Every way there is. */
  static Stream<Manifests> all() {
    return Stream.concat(Stream.of(new StandaloneOverlay()), Arrays.stream(Overlay.values()));
  }

  static List<JsonNode> build(String overlay) {
    try {
      return Kustomization.build(Path.of("deploy/kubernetes/overlays", overlay));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  default Stream<JsonNode> all(String kind) {
    return manifests().stream().filter(manifest -> manifest.path("kind").asText().equals(kind));
  }

  default JsonNode one(String kind, String name) {
    return all(kind)
        .filter(manifest -> manifest.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(this + " has no " + kind + " " + name));
  }

  default JsonNode facade() {
    return one("Deployment", "labelstream-facade");
  }

  /** The templates of all pods, with what the operator that starts them puts in. */
  Stream<JsonNode> podTemplates();

  /** Of JobManagers or TaskManagers alone. */
  default JsonNode podTemplate(String component) {
    return podTemplates()
        .filter(pod -> pod.at("/metadata/labels").path("component").asText().equals(component))
        .findFirst()
        .orElseThrow();
  }

  /** The variables of a pod's only container; a secret's value is its name. */
  static Map<String, String> environment(JsonNode podTemplate) {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode variable : podTemplate.at("/spec/containers/0/env")) {
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      environment.put(
          variable.path("name").asText(),
          secret.isMissingNode() ? variable.path("value").asText() : secret.path("name").asText());
    }
    return environment;
  }

  static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new TreeMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  static List<String> list(Iterable<JsonNode> array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
