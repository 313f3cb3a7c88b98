package io.labelstream.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A schema that takes no property that it does not name. What Kubernetes publishes lets unknown
 * ones through, and its API server drops them: a misspelt one would do nothing, silently.
 */
final class ClosedSchema {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A number or a text, whatever it is in Go. */
  private static final String INT_OR_STRING = "IntOrString";

  private static final String QUANTITY = "Quantity";
  private static final String QUANTITY_PATTERN =
      "^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?$";

  private ClosedSchema() {}

  /** Closes a schema and all within it. */
  static JsonNode of(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode closed = NODES.arrayNode();
      schema.forEach(item -> closed.add(of(item)));
      return closed;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode closed = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      closed.set(
          entry.getKey(),
          isMapOfSchemas(entry) ? closedValues(entry.getValue()) : of(entry.getValue()));
    }
    if (closed.path("properties").isObject()
        && !closed.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      closed.put("additionalProperties", false);
      liftRequired(closed);
    }
    return closed;
  }

  /** Under these, names are not keywords. */
  private static boolean isMapOfSchemas(Map.Entry<String, JsonNode> entry) {
    return entry.getValue().isObject()
        && Set.of("properties", "definitions").contains(entry.getKey());
  }

  private static JsonNode closedValues(JsonNode schemas) {
    ObjectNode closed = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
      String name = entry.getKey().substring(entry.getKey().lastIndexOf('_') + 1);
      closed.set(
          entry.getKey(),
          switch (name) {
            case INT_OR_STRING -> scalar();
            case QUANTITY -> scalar().put("pattern", QUANTITY_PATTERN);
            default -> of(entry.getValue());
          });
    }
    return closed;
  }

  private static ObjectNode scalar() {
    ObjectNode schema = NODES.objectNode();
    schema.putArray("type").add("number").add("string");
    return schema;
  }

  /** fabric8 writes "required" at the property, where JSON Schema has a list of names above it. */
  private static void liftRequired(ObjectNode schema) {
    ArrayNode required = NODES.arrayNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (property.getValue() instanceof ObjectNode inner && inner.path("required").isBoolean()) {
        inner.remove("required");
        required.add(property.getKey());
        if (inner.has("default")) {
          inner.set("const", inner.remove("default"));
        }
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }
}
