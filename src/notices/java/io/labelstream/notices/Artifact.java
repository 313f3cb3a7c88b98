package io.labelstream.notices;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A component of a bill, and the jar that it is. */
record Artifact(ObjectNode component, Path jar) {

  private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

  String reference() {
    return component.path("bom-ref").asText();
  }

  String version() {
    return component.path("version").asText();
  }

  /** Group and artifact, as a pom's patterns have them. */
  String name() {
    return component.path("group").asText() + ":" + component.path("name").asText();
  }

  /** What a table may call it: this version of it, and of its natives if it is those, or any. */
  List<String> names() {
    String natives = classifier(component).isPresent() ? ":natives" : "";
    return List.of(name() + ":" + version() + natives, name());
  }

  Optional<String> home() {
    return Optional.of(component.path("externalReferences").findValuesAsText("url"))
        .flatMap(urls -> urls.stream().findFirst());
  }

  /** The licences to choose from. */
  List<String> licences() {
    return component.path("licenses").findParents("license").stream()
        .map(entry -> entry.path("license"))
        .map(licence -> licence.path("id").asText(licence.path("name").asText()))
        .toList();
  }

  /** The name of the jar in Maven's repository, and in folders that Maven copies it to. */
  static String fileName(ObjectNode component) {
    return component.path("name").asText()
        + "-"
        + component.path("version").asText()
        + classifier(component).map(classifier -> "-" + classifier).orElse("")
        + ".jar";
  }

  private static Optional<String> classifier(ObjectNode component) {
    return CLASSIFIER
        .matcher(component.path("purl").asText())
        .results()
        .map(found -> found.group(1))
        .findFirst();
  }
}
