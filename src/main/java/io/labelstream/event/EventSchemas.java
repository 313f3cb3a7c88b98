package io.labelstream.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** JSON Schemas, draft 7, of what crosses the topics: headers as text, and values that are JSON. */
final class EventSchemas {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String TEXT =
      """
      {"type": "string", "minLength": 1, "description": "%s"}""";

  private static final String OPTIONAL_TEXT =
      """
      {"type": ["string", "null"], "description": "%s"}""";

  private static final String TIME =
      """
      {"type": "string", "format": "date-time", "description": "%s"}""";

  private static final String URI =
      """
      {"type": "string", "format": "uri", "description": "%s"}""";

  private static final String CONST =
      """
      {"const": "%s"}""";

  private static final String TOP_K =
      """
      {"%s": %s, "default": %d, "description": "How many labels the answer holds, the main one included."}""";

  private static final String MIN_SCORE =
      """
      {"%s": %s, "default": %s, "description": "The least probability of a secondary label."}""";

  private EventSchemas() {}

  /** Headers of a request in binary mode. */
  static ObjectNode requestHeaders() {
    ObjectNode headers =
        object(EventNames.SPEC_VERSION, EventNames.ID, EventNames.SOURCE, EventNames.TYPE);
    property(headers, EventNames.SPEC_VERSION, CONST.formatted("1.0"));
    property(headers, EventNames.ID, TEXT.formatted("The answer has it, too."));
    property(
        headers, EventNames.SOURCE, TEXT.formatted("A URI or a path; the answer has it, too."));
    property(headers, EventNames.TYPE, CONST.formatted(EventNames.REQUESTED));
    property(headers, EventNames.SUBJECT, TEXT.formatted("What the image is called."));
    property(
        headers, EventNames.TIME, TEXT.formatted("When the request was made, after RFC 3339."));
    property(
        headers,
        EventNames.CONTENT_TYPE,
        TEXT.formatted("Not looked at: images are told by content."));
    property(
        headers,
        EventNames.DATA_REF,
        URI.formatted(
            "Where the image is, under a prefix that the job's setting references allows; counts where"
                + " there is no value."));
    property(
        headers,
        EventNames.TOP_K,
        TOP_K.formatted(
            "pattern",
            "\"^([1-9][0-9]{0,2}|%d)$\"".formatted(LabelOptions.MAX_TOP_K),
            LabelOptions.DEFAULT.topK()));
    property(
        headers,
        EventNames.MIN_SCORE,
        MIN_SCORE.formatted(
            "pattern",
            "\"^(0(\\\\.[0-9]*)?|1(\\\\.0*)?)$\"",
            "\"" + LabelOptions.DEFAULT.minScore() + "\""));
    putTrace(headers);
    return headers;
  }

  /** Headers of a request that says nothing of itself. */
  static ObjectNode bareHeaders() {
    ObjectNode headers = object();
    headers.set(
        "propertyNames", json("{\"not\": {\"pattern\": \"^%s\"}}".formatted(EventNames.PREFIX)));
    return headers;
  }

  /** The value of a request in structured mode. */
  static ObjectNode structuredRequest() {
    ObjectNode event = object("specversion", "id", "source", "type");
    property(event, "specversion", CONST.formatted("1.0"));
    property(event, "id", TEXT.formatted("The answer has it, too."));
    property(event, "source", TEXT.formatted("A URI or a path; the answer has it, too."));
    property(event, "type", CONST.formatted(EventNames.REQUESTED));
    property(event, "subject", OPTIONAL_TEXT.formatted("What the image is called."));
    property(event, "time", OPTIONAL_TEXT.formatted("When the request was made, after RFC 3339."));
    property(event, "data_base64", OPTIONAL_TEXT.formatted("The encoded image in base64."));
    property(
        event,
        attribute(EventNames.DATA_REF),
        OPTIONAL_TEXT.formatted("The image's URI; counts where there is no data_base64."));
    property(
        event,
        attribute(EventNames.TOP_K),
        TOP_K.formatted(
            "type",
            "[\"integer\", \"string\", \"null\"], \"minimum\": 1, \"maximum\": "
                + LabelOptions.MAX_TOP_K,
            LabelOptions.DEFAULT.topK()));
    property(
        event,
        attribute(EventNames.MIN_SCORE),
        MIN_SCORE.formatted(
            "type",
            "[\"number\", \"string\", \"null\"], \"minimum\": 0, \"maximum\": 1",
            LabelOptions.DEFAULT.minScore()));
    ArrayNode images = event.putArray("anyOf");
    for (String image : List.of("data_base64", attribute(EventNames.DATA_REF))) {
      images.add(
          json(
              "{\"required\": [\"%s\"], \"properties\": {\"%s\": {\"type\": \"string\"}}}"
                  .formatted(image, image)));
    }
    return event;
  }

  /** A bucket's notification of one object that was created. */
  static ObjectNode objectNotification() {
    return json(
        """
        {"type": "object", "required": ["%1$s"], "properties": {"%1$s": {"type": "array", "minItems": 1, "maxItems": 1,
          "items": {"type": "object", "required": ["eventName", "s3"], "properties": {
            "eventName": {"type": "string", "pattern": "ObjectCreated"},
            "s3": {"type": "object", "required": ["bucket", "object"], "properties": {
              "bucket": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}}},
              "object": {"type": "object", "required": ["key"], "properties": {"key": {"type": "string", "minLength": 1,
                "description": "URL-encoded, except where eventSource is ceph:s3."}}}}}}}}}}"""
            .formatted(ObjectNotification.RECORDS));
  }

  /** Headers of an answer; of a failed one there is one more. */
  static ObjectNode answerHeaders(String type) {
    ObjectNode headers =
        object(
            EventNames.SPEC_VERSION,
            EventNames.ID,
            EventNames.SOURCE,
            EventNames.TYPE,
            EventNames.TIME,
            EventNames.CONTENT_TYPE,
            EventNames.MODEL,
            EventNames.REQUEST_OFFSET);
    property(headers, EventNames.SPEC_VERSION, CONST.formatted("1.0"));
    property(
        headers,
        EventNames.ID,
        TEXT.formatted("The request's, or <topic>/<partition>/<offset> of its record."));
    property(
        headers, EventNames.SOURCE, TEXT.formatted("The request's, or /<topic> of its record."));
    property(headers, EventNames.TYPE, CONST.formatted(type));
    property(headers, EventNames.SUBJECT, TEXT.formatted("The request's, if it had one."));
    property(headers, EventNames.TIME, TIME.formatted("When the answer was made."));
    property(headers, EventNames.CONTENT_TYPE, CONST.formatted("application/json"));
    property(headers, EventNames.MODEL, TEXT.formatted("The model's name and content hash."));
    property(
        headers,
        EventNames.REQUEST_OFFSET,
        TEXT.formatted("<topic>/<partition>/<offset> of the request."));
    property(
        headers,
        EventNames.REQUEST_TIME,
        TIME.formatted(
            "The request's time, or the timestamp of its record; not there where it has neither."));
    if (type.equals(EventNames.FAILED)) {
      headers.withArray("required").add(EventNames.ERROR_CODE);
      ObjectNode code = json("{\"description\": \"The kind of failure, for programs.\"}");
      Arrays.stream(ErrorCode.values()).map(Enum::name).forEach(code.putArray("enum")::add);
      ((ObjectNode) headers.get("properties")).set(EventNames.ERROR_CODE, code);
    }
    putTrace(headers);
    return headers;
  }

  /** The value of a completed answer. */
  static ObjectNode identifyResponse() {
    return json(
        """
        {"type": "object", "required": ["main_label", "main_score", "secondary_labels"], "additionalProperties": false,
         "properties": {
          "main_label": {"type": "string", "description": "The most probable label."},
          "main_score": {"$ref": "#/definitions/score"},
          "secondary_labels": {"type": "array", "maxItems": %d, "description": "In descending order of their scores.",
            "items": {"type": "object", "required": ["label", "score"], "additionalProperties": false,
              "properties": {"label": {"type": "string"}, "score": {"$ref": "#/definitions/score"}}}}},
         "definitions": {"score": {"type": "number", "minimum": 0, "maximum": 1, "description": "A softmax probability."}}}"""
            .formatted(LabelOptions.MAX_TOP_K - 1));
  }

  /** The value of a failed answer. */
  static ObjectNode errorBody() {
    return json(
        """
        {"type": "object", "required": ["type", "error", "status"], "additionalProperties": false,
         "properties": {
          "type": {"type": "string", "format": "uri", "description": "Names the kind of error."},
          "error": {"type": "string", "description": "Its title."},
          "status": {"enum": %s, "description": "422: the request has to change; 5xx: it may succeed later."},
          "errors": {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "With 422: each field and what is wrong with it."},
          "message": {"type": "string", "description": "With 5xx."}},
         "oneOf": [
          {"required": ["errors"], "properties": {"status": {"const": 422}}},
          {"required": ["message"], "properties": {"status": {"minimum": 500}}}]}"""
            .formatted(
                Arrays.stream(ErrorCode.values())
                    .map(ErrorCode::status)
                    .distinct()
                    .sorted()
                    .toList()));
  }

  private static void putTrace(ObjectNode headers) {
    property(headers, EventNames.TRACE_PARENT, TEXT.formatted("W3C Trace Context, handed on."));
    property(headers, EventNames.TRACE_STATE, TEXT.formatted("W3C Trace Context, handed on."));
  }

  /** The name of an attribute in JSON, where it has no prefix. */
  private static String attribute(String header) {
    return header.substring(EventNames.PREFIX.length());
  }

  private static ObjectNode object(String... required) {
    ObjectNode object = json("{\"type\": \"object\"}");
    ArrayNode names = object.putArray("required");
    Arrays.stream(required).forEach(names::add);
    object.putObject("properties");
    return object;
  }

  private static void property(ObjectNode object, String name, String schema) {
    ((ObjectNode) object.get("properties")).set(name, json(schema));
  }

  /** A text block's JSON. */
  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a schema of ours must be JSON", e);
    }
  }
}
