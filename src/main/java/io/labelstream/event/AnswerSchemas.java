package io.labelstream.event;

import static io.labelstream.event.JsonSchemas.CONST;
import static io.labelstream.event.JsonSchemas.TEXT;
import static io.labelstream.event.JsonSchemas.TIME;
import static io.labelstream.event.JsonSchemas.json;
import static io.labelstream.event.JsonSchemas.object;
import static io.labelstream.event.JsonSchemas.property;
import static io.labelstream.event.JsonSchemas.putTrace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** JSON Schemas of the results topic: headers as text, and values that are JSON. */
final class AnswerSchemas {

  private static final String MICROS =
      "{\"type\": \"string\", \"pattern\": \"^[0-9]+$\", \"description\": \"%s\"}";

  private AnswerSchemas() {}

  /** Headers of an answer; each kind has one of its own. */
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
    property(headers, EventNames.CANARY, CONST.formatted("true"));
    if (type.equals(EventNames.FAILED)) {
      headers.withArray("required").add(EventNames.ERROR_CODE);
      ObjectNode code = json("{\"description\": \"The kind of failure, for programs.\"}");
      Arrays.stream(ErrorCode.values()).map(Enum::name).forEach(code.putArray("enum")::add);
      ((ObjectNode) headers.get("properties")).set(EventNames.ERROR_CODE, code);
    } else {
      property(headers, EventNames.REUSED, CONST.formatted("true"));
      property(
          headers,
          EventNames.DECODE_MICROS,
          MICROS.formatted("Microseconds from the image to the model's input; not of one reused."));
      property(
          headers,
          EventNames.INFERENCE_MICROS,
          MICROS.formatted("Microseconds from there to the labels; not of one reused."));
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
         "definitions": {"score": {"type": "number", "minimum": 0, "maximum": 1, "description": "A softmax probability."}}}\
        """
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
          "status": {"enum": %s, "description": "422: the request has to change; 5xx: it may succeed if it is sent again."},
          "errors": {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "With 422: each field and what is wrong with it."},
          "message": {"type": "string", "description": "With 5xx."}},
         "oneOf": [
          {"required": ["errors"], "properties": {"status": {"const": 422}}},
          {"required": ["message"], "properties": {"status": {"minimum": 500}}}]}\
        """
            .formatted(
                Arrays.stream(ErrorCode.values())
                    .map(ErrorCode::status)
                    .distinct()
                    .sorted()
                    .toList()));
  }
}
