package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The bodies of {@link GeneratedRequests}, and what these say of them. */
final class GeneratedBodies {

  private static final String LINE_END = "\r\n";
  private static final String BOUNDARY = "generated";

  private static final String[] CONTENT_TYPES = {
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/mixed; boundary=generated",
    "multipart/form-data; charset=bogus; boundary=generated",
    "nonsense",
    "application/json;;=",
    "multipart/form-data; boundary=other",
    "multipart/form-data; boundary=\"generated\"",
    "multipart/form-data; charset=\"utf-8\"; boundary=generated"
  };

  private final GeneratedValues values;

  GeneratedBodies(GeneratedValues values) {
    this.values = values;
  }

  /**
   * A body, mostly of the kind that an operation asks for.
   *
   * @param content of the operation's description, for each media type
   * @param headers where the body's type is added
   */
  byte[] body(String method, JsonNode content, List<String> headers) {
    if (content.has("multipart/form-data") && values.chance(0.95)) {
      boolean wrongType = values.chance(0.15);
      headers.add(
          "content-type: "
              + (wrongType
                  ? values.oneOf(CONTENT_TYPES)
                  : "multipart/form-data; boundary=" + BOUNDARY));
      return form(content.at("/multipart~1form-data/schema/properties")).getBytes(ISO_8859_1);
    }
    if (content.has("application/json") && values.chance(0.95)) {
      headers.add(
          "content-type: "
              + (values.chance(0.1) ? values.oneOf(CONTENT_TYPES) : "application/json"));
      return json(content.at("/application~1json/schema/properties")).getBytes(UTF_8);
    }
    if (method.equals("POST") ? values.chance(0.5) : values.chance(0.05)) {
      if (values.chance(0.7)) {
        headers.add("content-type: " + values.oneOf(CONTENT_TYPES));
      }
      return values.oneOf("{}", "", "{", "text", "x".repeat(70_000)).getBytes(UTF_8);
    }
    return new byte[0];
  }

  private String json(JsonNode properties) {
    List<String> fields = new ArrayList<>();
    properties
        .properties()
        .forEach(
            property -> {
              String text = "\"" + values.valid(property.getValue()) + "\"";
              String other =
                  values.oneOf("1", "null", "[]", "{}", "\"\"", "\"\\u0000\"", "\"ä\"", "true");
              if (values.chance(0.95)) {
                fields.add("\"" + property.getKey() + "\":" + (values.chance(0.8) ? text : other));
              }
            });
    String whole = "{" + String.join(",", fields) + "}";
    return values.chance(0.9)
        ? whole
        : values.oneOf("", "[", "null", "{".repeat(2000), whole + "}", "\"a\"");
  }

  private String form(JsonNode properties) {
    List<String> parts = new ArrayList<>();
    properties
        .properties()
        .forEach(
            property -> {
              boolean file = property.getValue().path("format").asText().equals("binary");
              String value = values.chance(0.9) ? values.valid(property.getValue()) : values.odd();
              for (int times = values.chance(0.9) ? 1 : values.below(3); times > 0; times--) {
                parts.add(part(property.getKey(), file == values.chance(0.97), value));
              }
            });
    for (int more = values.chance(0.1) ? values.oneOf(1, 20) : 0; more > 0; more--) {
      parts.add(part("more" + more, values.chance(0.5), "value"));
    }
    String whole = String.join("", parts) + "--" + BOUNDARY + "--" + LINE_END;
    return values.chance(0.97) ? whole : whole.substring(0, values.below(whole.length()));
  }

  private String part(String name, boolean file, String value) {
    String disposition = "form-data; name=\"" + name + "\"" + (file ? "; filename=\"a.jpg\"" : "");
    if (values.chance(0.03)) {
      disposition =
          values.oneOf("form-data", "form-data; name", "attachment", "form-data; name=\"", "");
    }
    String more =
        values.chance(0.95)
            ? ""
            : values.oneOf(
                    "content-transfer-encoding: bogus",
                    "content-type: multipart/mixed",
                    "content-type: text/plain; charset=bogus",
                    "x: y",
                    "no header at all")
                + LINE_END;
    return ("--" + BOUNDARY + LINE_END + "content-disposition: " + disposition + LINE_END)
        + (more + LINE_END + value + LINE_END);
  }
}
