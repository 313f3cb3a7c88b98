package io.labelstream.notices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The bill of materials of one jar or image, in CycloneDX's JSON. */
final class Bill {

  private final ObjectNode all;

  /**
   * @param all the bill of all dependencies, which is left as it is
   */
  Bill(ObjectNode all) {
    this.all = all;
  }

  /**
   * @param name of the jar or image
   * @param parts of the image that no artifact is
   */
  ObjectNode of(String name, List<Artifact> artifacts, List<KnownPart> parts) {
    ObjectNode bill = all.deepCopy();
    ObjectNode subject = (ObjectNode) bill.path("metadata").path("component");
    String root = subject.path("bom-ref").asText();
    subject.put("type", name.endsWith("-image") ? "container" : "application").put("name", name);
    bill.put(
        "serialNumber",
        "urn:uuid:"
            + UUID.nameUUIDFromBytes(
                (all.path("serialNumber").asText() + name).getBytes(StandardCharsets.UTF_8)));
    ArrayNode components = bill.putArray("components");
    artifacts.forEach(artifact -> components.add(artifact.component()));
    parts.forEach(part -> components.add(component(part)));
    writeDependencies(
        bill, root, artifacts.stream().map(Artifact::reference).collect(Collectors.toSet()));
    return bill;
  }

  /** Says what we know of a component that CycloneDX does not. */
  static void addTo(ObjectNode component, List<KnownPart> known) {
    for (KnownPart part : known) {
      if (part.isHolder()) {
        describe(component, part);
      } else {
        component.withArray("/components").add(component(part));
      }
    }
  }

  private static ObjectNode component(KnownPart part) {
    ObjectNode component = JsonNodeFactory.instance.objectNode();
    component.put("type", "library").put("name", part.name());
    if (!part.version().equals(KnownPart.UNKNOWN)) {
      component.put("version", part.version());
    }
    describe(component, part);
    return component;
  }

  private static void describe(ObjectNode component, KnownPart part) {
    ObjectNode licence = component.putArray("licenses").addObject();
    if (LicenceTexts.names(part.licence()).size() > 1 || part.licence().startsWith("LicenseRef-")) {
      licence.put("expression", part.licence());
    } else {
      licence.putObject("license").put("id", part.licence());
    }
    if (!part.copyright().equals(KnownPart.UNKNOWN)) {
      component.put("copyright", part.copyright());
    }
  }

  /** What is needed through an artifact that is left out is needed all the same. */
  private void writeDependencies(ObjectNode bill, String root, Set<String> kept) {
    Map<String, List<String>> needs = new HashMap<>();
    for (JsonNode entry : all.path("dependencies")) {
      needs.put(
          entry.path("ref").asText(),
          StreamSupport.stream(entry.path("dependsOn").spliterator(), false)
              .map(JsonNode::asText)
              .toList());
    }
    ArrayNode dependencies = bill.putArray("dependencies");
    Set<String> references = new TreeSet<>(kept);
    references.add(root);
    for (String reference : references) {
      ArrayNode dependsOn = dependencies.addObject().put("ref", reference).putArray("dependsOn");
      nearest(reference, needs, kept).forEach(dependsOn::add);
    }
  }

  private static Set<String> nearest(
      String from, Map<String, List<String>> needs, Set<String> kept) {
    Set<String> found = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(needs.getOrDefault(from, List.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (kept.contains(next)) {
        found.add(next);
      } else if (seen.add(next)) {
        open.addAll(needs.getOrDefault(next, List.of()));
      }
    }
    found.remove(from);
    return found;
  }
}
