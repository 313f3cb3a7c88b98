package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Requests made from the API's own description: of each operation what it asks for, and what it
 * does not. Dot segments are not among them: which operation they lead to is for the router to say.
 */
final class GeneratedRequests {

  private static final String LINE_END = "\r\n";

  private static final String[] METHODS = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"
  };

  private final GeneratedValues values;
  private final GeneratedBodies bodies;
  private final List<String> keys;
  private final List<String> imageIds;
  private final List<Operation> operations = new ArrayList<>();
  private int count;

  /**
   * The requests of a seed, always the same ones.
   *
   * @param keys some that are known
   * @param imageIds some of images that these keys may see
   */
  GeneratedRequests(JsonNode document, long seed, List<String> keys, List<String> imageIds) {
    values = new GeneratedValues(seed);
    bodies = new GeneratedBodies(values);
    this.keys = keys;
    this.imageIds = imageIds;
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()))));
  }

  private record Operation(String method, String template, JsonNode description) {}

  /**
   * A request.
   *
   * @param id its x-request-id
   * @param bytes all of it, as it goes over the connection
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two.
  record Generated(String id, String method, String target, byte[] bytes) {

    String path() {
      return target.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
      String text = new String(bytes, ISO_8859_1).replaceAll("\\p{Cntrl}+", " ");
      return text.substring(0, Math.min(600, text.length()));
    }
  }

  Generated next() {
    Operation operation = values.oneOf(operations);
    String method = values.chance(0.9) ? operation.method() : values.oneOf(METHODS);
    String target = target(operation);
    String id = "generated-" + ++count;
    List<String> headers = new ArrayList<>(List.of("host: a", "connection: close"));
    headers.add("x-request-id: " + id);
    if (values.chance(0.95)) {
      headers.add(
          "x-api-key: "
              + (values.chance(0.95)
                  ? values.oneOf(keys)
                  : values.oneOf("", "live_x", "x".repeat(99))));
    }
    for (JsonNode parameter : operation.description().path("parameters")) {
      if (parameter.path("in").asText().equals("header") && values.chance(0.4)) {
        String value =
            values.oneOf("respond-async", "wait=5, respond-async", ",;=", "respond-async;a");
        headers.add(parameter.path("name").asText() + ": " + value);
      }
    }
    if (values.chance(0.05)) {
      headers.add("traceparent: " + values.oneOf("00-0-0-0", "x", "00-" + "a".repeat(32)));
    }
    if (values.chance(0.02)) {
      headers.add("expect: " + values.oneOf("100-continue", "200-ok"));
    }
    JsonNode content = operation.description().path("requestBody").path("content");
    byte[] body = bodies.body(method, content, headers);
    return new Generated(id, method, target, request(method, target, headers, body));
  }

  private String target(Operation operation) {
    String path = operation.template();
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.description().path("parameters")) {
      String name = parameter.path("name").asText();
      JsonNode schema = parameter.path("schema");
      switch (parameter.path("in").asText()) {
        case "path" -> {
          String value =
              name.equals("image_id") && values.chance(0.7) ? values.oneOf(imageIds) : values.odd();
          path = path.replace("{" + name + "}", encode(value));
        }
        case "query" -> {
          while (values.chance(0.5)) {
            query.add(
                name + "=" + encode(values.chance(0.6) ? values.valid(schema) : values.odd()));
          }
        }
        default -> {}
      }
    }
    if (values.chance(0.05)) {
      query.add(values.oneOf("x=%zz", "%", "=", "&&", "a=b;c=d", "x=" + "y".repeat(2000)));
    }
    if (values.chance(0.03)) {
      path = values.oneOf("/" + path, path + "/", path + "/more", path + ";a=b", path + "%20");
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  /**
   * Mostly as it should be, else twice, as it is in Latin-1, or with signs that nobody would
   * encode.
   */
  private String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(UTF_8)) {
      boolean plain = Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0;
      encoded.append(
          plain && b > 0 && !values.chance(0.01) ? (char) b + "" : String.format("%%%02X", b));
    }
    if (values.chance(0.05) && !value.matches(".*[\\p{Cntrl} ?#].*")) {
      return new String(value.getBytes(UTF_8), ISO_8859_1);
    }
    return values.chance(0.05) ? encoded.toString().replace("%", "%25") : encoded.toString();
  }

  private byte[] request(String method, String target, List<String> headers, byte[] body) {
    String text = new String(body, ISO_8859_1);
    if (body.length > 0 && values.chance(0.2)) {
      headers.add("transfer-encoding: chunked");
      int cut = values.below(body.length) + 1;
      text = chunk(text.substring(0, cut)) + chunk(text.substring(cut)) + "0" + LINE_END + LINE_END;
    } else if (body.length > 0 || values.chance(0.5)) {
      headers.add("content-length: " + body.length);
    }
    String head = method + " " + target + " HTTP/1.1" + LINE_END + String.join(LINE_END, headers);
    return (head + LINE_END + LINE_END + text).getBytes(ISO_8859_1);
  }

  private static String chunk(String part) {
    return part.isEmpty() ? "" : Integer.toHexString(part.length()) + LINE_END + part + LINE_END;
  }
}
