package io.labelstream.event;

import static io.labelstream.event.JsonSchemas.CONST;
import static io.labelstream.event.JsonSchemas.TEXT;
import static io.labelstream.event.JsonSchemas.json;
import static io.labelstream.event.JsonSchemas.object;
import static io.labelstream.event.JsonSchemas.property;
import static io.labelstream.event.JsonSchemas.putTrace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** JSON Schemas of the requests topic: headers as text, and values that are JSON. */
final class RequestSchemas {

  private static final String OPTIONAL_TEXT =
      """
      {"type": ["string", "null"], "description": "%s"}\
      """;

  private static final String URI =
      """
      {"type": "string", "format": "uri", "description": "%s"}\
      """;

  private static final String TOP_K =
      """
      {"%s": %s, "default": %d, "description": "How many labels the answer holds, the main one included."}\
      """;

  private static final String PROBABILITY =
      """
      {"%s": %s, "default": %s, "description": "%s"}\
      """;

  private static final String MIN_SCORE = "The least probability of a secondary label.";

  private static final String FLOOR =
      "The least probability of the main label. Below it the answer fails with UNDECIDED.";

  private static final String PROBABILITY_AS_TEXT = "\"^(0(\\\\.[0-9]*)?|1(\\\\.0*)?)$\"";

  private static final String PROBABILITY_OR_TEXT =
      "[\"number\", \"string\", \"null\"], \"minimum\": 0, \"maximum\": 1";

  private static final String EXPIRY_TIME =
      """
      {"type": %s, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$", "description": "After RFC 3339. A request whose turn comes later fails with EXPIRED, and its image is not read."}\
      """;

  private RequestSchemas() {}

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
            "Where the image is, under a prefix that the job's setting references allows; counts"
                + " where there is no value."));
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
        PROBABILITY.formatted(
            "pattern",
            PROBABILITY_AS_TEXT,
            "\"" + LabelOptions.DEFAULT.minScore() + "\"",
            MIN_SCORE));
    property(
        headers,
        EventNames.FLOOR,
        PROBABILITY.formatted(
            "pattern", PROBABILITY_AS_TEXT, "\"" + LabelOptions.DEFAULT.floor() + "\"", FLOOR));
    property(headers, EventNames.EXPIRY_TIME, EXPIRY_TIME.formatted("\"string\""));
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
        PROBABILITY.formatted(
            "type", PROBABILITY_OR_TEXT, LabelOptions.DEFAULT.minScore(), MIN_SCORE));
    property(
        event,
        attribute(EventNames.FLOOR),
        PROBABILITY.formatted("type", PROBABILITY_OR_TEXT, LabelOptions.DEFAULT.floor(), FLOOR));
    property(
        event, attribute(EventNames.EXPIRY_TIME), EXPIRY_TIME.formatted("[\"string\", \"null\"]"));
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
                "description": "URL-encoded, except where eventSource is ceph:s3."}}}}}}}}}}\
        """
            .formatted(ObjectNotification.RECORDS));
  }

  /** The name of an attribute in JSON, where it has no prefix. */
  private static String attribute(String header) {
    return header.substring(EventNames.PREFIX.length());
  }
}
