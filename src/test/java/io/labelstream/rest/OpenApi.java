package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds responses against the description that the facade serves of itself. */
final class OpenApi {

  static final JsonMapper JSON = JsonMapper.builder().build();

  /** Those that mean something to a client of this API. */
  private static final Set<String> HEADERS =
      Set.of(
          "x-request-id",
          "ratelimit-limit",
          "ratelimit-remaining",
          "ratelimit-reset",
          "retry-after",
          "allow",
          "location",
          "preference-applied");

  /** Of what is no operation. */
  private static final Map<Integer, String> ERRORS =
      Map.of(
          400, "BadRequest",
          401, "Unauthorized",
          404, "NotFound",
          405, "MethodNotAllowed",
          417, "ExpectationFailed",
          422, "Validation");

  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  OpenApi() {
    document = resource("openapi.json");
  }

  static JsonNode resource(String name) {
    try (InputStream in = Objects.requireNonNull(OpenApi.class.getResourceAsStream(name))) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode document() {
    return document;
  }

  /** Fails if a response is not one that the document announces. */
  void check(String method, String path, int status, HttpHeaders headers, byte[] body)
      throws IOException {
    assertThat(headers.firstValue("x-request-id")).as("x-request-id").isPresent();
    JsonNode operation = operation(method, path);
    if (operation == null || status == 304) {
      return;
    }
    JsonNode responses = operation.path("responses");
    JsonNode response = responses.path(Integer.toString(status));
    if (response.isMissingNode()) {
      response = responses.path(status / 100 + "XX");
    }
    assertThat(response.isObject())
        .as("%s %s announces the status %s", method, path, status)
        .isTrue();
    response = resolve(response);
    for (String header : headers.map().keySet()) {
      if (HEADERS.contains(header)) {
        assertThat(response.path("headers").has(header))
            .as("%s %s %s announces the header %s", method, path, status, header)
            .isTrue();
      }
    }
    checkBody(method + " " + path + " " + status, response.path("content"), headers, body);
  }

  /** The same, and of what is no operation, that it is refused with one of the error objects. */
  void checkAny(String method, String path, int status, HttpHeaders headers, byte[] body)
      throws IOException {
    check(method, path, status, headers, body);
    if (operation(method, path) == null && !(method.equals("OPTIONS") && status == 204)) {
      String error = ERRORS.get(status);
      assertThat(error).as("%s %s is refused with %s", method, path, status).isNotNull();
      JsonNode response = document.path("components").path("responses").path(error);
      checkBody(method + " " + path + " " + status, response.path("content"), headers, body);
    }
  }

  /** What is wrong with a value, as one schema of the document sees it. */
  void checkSchema(String what, JsonNode schema, JsonNode value) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components"));
    Schema compiled = registry.getSchema(root);
    assertThat(compiled.validate(value)).as("%s: %s", what, value).isEmpty();
  }

  private void checkBody(String what, JsonNode content, HttpHeaders headers, byte[] body)
      throws IOException {
    if (body.length == 0) {
      return;
    }
    String type = headers.firstValue("content-type").orElse("").replaceFirst(";.*", "");
    assertThat(content.has(type)).as("%s announces %s", what, type).isTrue();
    if (type.equals("application/json")) {
      checkSchema(what, content.path(type).path("schema"), JSON.readTree(body));
    }
  }

  JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isTextual() ? document.at(reference.asText().substring(1)) : node;
  }

  private @Nullable JsonNode operation(String method, String path) {
    String withoutQuery = path.replaceFirst("\\?.*", "");
    String wanted = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    // Addresses without a variable come first, as in the router.
    for (boolean exact : new boolean[] {true, false}) {
      for (var entry : document.path("paths").properties()) {
        String template = entry.getKey();
        boolean matches =
            exact
                ? template.equals(withoutQuery)
                : withoutQuery.matches(template.replaceAll("\\{[^}]*}", "[^/]+"));
        if (matches) {
          JsonNode operation = entry.getValue().path(wanted);
          return operation.isObject() ? operation : null;
        }
      }
    }
    return null;
  }
}
