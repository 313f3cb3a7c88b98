package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One of the ways to deploy on Kubernetes, built. */
enum Overlay {
  SMALL,
  PRODUCTION;

  /** All manifests, built anew each time. */
  List<JsonNode> manifests() {
    Path folder = Path.of("deploy/kubernetes/overlays", name().toLowerCase(Locale.ROOT));
    try {
      return Kustomization.build(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<JsonNode> all(String kind) {
    return manifests().stream().filter(manifest -> manifest.path("kind").asText().equals(kind));
  }

  JsonNode one(String kind, String name) {
    return all(kind)
        .filter(manifest -> manifest.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(this + " has no " + kind + " " + name));
  }

  JsonNode job() {
    return one("FlinkDeployment", "labelstream");
  }

  JsonNode facade() {
    return one("Deployment", "labelstream-facade");
  }

  /** The templates of all pods. */
  Stream<JsonNode> podTemplates() {
    return Stream.of(job().at("/spec/podTemplate"), facade().at("/spec/template"));
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
