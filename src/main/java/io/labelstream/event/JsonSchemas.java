package io.labelstream.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Parts of which JSON Schemas, draft 7, are made. */
final class JsonSchemas {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final String TEXT =
      """
      {"type": "string", "minLength": 1, "description": "%s"}\
      """;

  static final String TIME =
      """
      {"type": "string", "format": "date-time", "description": "%s"}\
      """;

  static final String CONST =
      """
      {"const": "%s"}\
      """;

  private JsonSchemas() {}

  static void putTrace(ObjectNode headers) {
    property(headers, EventNames.TRACE_PARENT, TEXT.formatted("W3C Trace Context, handed on."));
    property(headers, EventNames.TRACE_STATE, TEXT.formatted("W3C Trace Context, handed on."));
  }

  static ObjectNode object(String... required) {
    ObjectNode object = json("{\"type\": \"object\"}");
    ArrayNode names = object.putArray("required");
    Arrays.stream(required).forEach(names::add);
    object.putObject("properties");
    return object;
  }

  static void property(ObjectNode object, String name, String schema) {
    ((ObjectNode) object.get("properties")).set(name, json(schema));
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a schema in this package must be JSON", e);
    }
  }
}
