package io.labelstream.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description of the topics is one, and the codec does what it says. */
class AsyncApiTest {

  private final JsonNode document = AsyncApi.document("photographs", "labels");
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  /** The schema is the AsyncAPI Initiative's own, of {@code @asyncapi/specs} 6.11.1, Apache-2.0. */
  @Test
  void isAnAsyncApiDocument() throws IOException {
    try (InputStream schema =
        Objects.requireNonNull(getClass().getResourceAsStream("asyncapi/3.0.0.json"))) {
      assertThat(violations(GoldenFiles.JSON.readTree(schema), document)).isEmpty();
    }
  }

  @Test
  void namesTheTopics() {
    assertThat(document.at("/channels/requests/address").asText()).isEqualTo("photographs");
    assertThat(document.at("/channels/results/address").asText()).isEqualTo("labels");
  }

  @Test
  void refersToMessagesThatAreThere() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).hasSizeGreaterThan(8);
    assertThat(references)
        .filteredOn(reference -> !reference.asText().startsWith("#/definitions/"))
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.asText().substring(1)).isObject()).isTrue());
  }

  static Stream<Path> requests() throws IOException {
    return GoldenFiles.in("requests");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void describesEachRequestThatIsAccepted(Path file) throws IOException {
    RequestRecord record = GoldenFiles.record(GoldenFiles.read(file).get("record"));
    DecodedRequest decoded = new RequestDecoder(GoldenFiles.CLOCK).decode(record);
    String message = form(record);
    if (decoded instanceof DecodedRequest.Accepted) {
      assertThat(violations(message, attributes(record), record.value())).as(message).isEmpty();
    } else if (message.equals("binaryRequest") && isOfHeaders(decoded)) {
      assertThat(violations(message, attributes(record), record.value())).as(message).isNotEmpty();
    }
  }

  static Stream<Path> answers() throws IOException {
    return GoldenFiles.in("answers");
  }

  @ParameterizedTest
  @MethodSource("answers")
  void describesEachAnswer(Path file) throws IOException {
    JsonNode answer = GoldenFiles.read(file).get("answer");
    ObjectNode headers = GoldenFiles.JSON.createObjectNode();
    answer.get("headers").forEach(header -> headers.set(header.get(0).asText(), header.get(1)));
    String message =
        headers.path(EventNames.TYPE).asText().contains("failed") ? "failed" : "completed";
    assertThat(
            violations(message, headers, GoldenFiles.JSON.writeValueAsBytes(answer.get("value"))))
        .isEmpty();
  }

  /**
   * Whether texts of headers keep a record from being a request, in a way that JSON Schema knows.
   */
  private static boolean isOfHeaders(DecodedRequest decoded) {
    return decoded instanceof DecodedRequest.Rejected rejected
        && List.of(ErrorCode.INVALID_EVENT, ErrorCode.INVALID_OPTION)
            .contains(rejected.failure().code())
        && rejected.failure().reasons().stream()
            .noneMatch(reason -> reason.matches(".*(URI|UTF-8).*"));
  }

  private static String form(RequestRecord record) {
    HeaderTexts headers = new HeaderTexts(record.headers());
    JsonObject value = new JsonObject(record.value());
    if (value.has("specversion") || headers.contentType().startsWith("application/cloudevents")) {
      return "structuredRequest";
    }
    if (headers.hasAttributes()) {
      return "binaryRequest";
    }
    return value.has(ObjectNotification.RECORDS) ? "objectNotification" : "bareRequest";
  }

  private static ObjectNode attributes(RequestRecord record) {
    ObjectNode headers = GoldenFiles.JSON.createObjectNode();
    new HeaderTexts(record.headers()).attributes().values().forEach(headers::put);
    return headers;
  }

  private List<String> violations(String message, JsonNode headers, byte @Nullable [] value)
      throws IOException {
    JsonNode description = document.at("/components/messages/" + message);
    List<String> violations = new ArrayList<>();
    if (description.has("headers")) {
      violations.addAll(violations(description.get("headers"), headers));
    }
    if (description.get("contentType").asText().equals("application/json")) {
      violations.addAll(
          violations(
              description.get("payload"),
              GoldenFiles.JSON.readTree(Objects.requireNonNull(value))));
    }
    return violations;
  }

  private List<String> violations(JsonNode schema, JsonNode instance) {
    return registry.getSchema(schema).validate(instance).stream().map(Object::toString).toList();
  }
}
