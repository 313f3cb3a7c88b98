package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description itself, against the document that it has to follow. */
class OpenApiTest {

  private static final String CLASSIFY = "/v1/images/{image_id}/classify";

  private final OpenApi openApi = new OpenApi();
  private final JsonNode ours = openApi.document();
  private final JsonNode seed = OpenApi.resource("seed-openapi.json");

  @Test
  void hasTheClassifyOperationToTheLetter() {
    JsonNode wanted = seed.path("paths").path(CLASSIFY).path("post");
    JsonNode operation = ours.path("paths").path(CLASSIFY).path("post");
    assertThat(operation.path("operationId")).isEqualTo(wanted.path("operationId"));
    assertThat(operation.path("summary")).isEqualTo(wanted.path("summary"));
    assertThat(operation.path("tags")).isEqualTo(wanted.path("tags"));
    assertThat(operation.path("description").asText())
        .startsWith(wanted.path("description").asText());
    assertThat(operation.path("parameters").path(0)).isEqualTo(wanted.path("parameters").path(0));
    operation
        .path("parameters")
        .forEach(
            parameter ->
                assertThat(
                        parameter.path("required").asBoolean()
                            && !parameter.path("name").asText().equals("image_id"))
                    .as("a client of the seed sends no more: %s", parameter)
                    .isFalse());
    wanted
        .path("responses")
        .properties()
        .forEach(
            response -> {
              JsonNode announced = operation.path("responses").path(response.getKey());
              assertThat(announced.path("content")).isEqualTo(response.getValue().path("content"));
              assertThat(announced.path("description"))
                  .isEqualTo(response.getValue().path("description"));
            });
  }

  @Test
  void hasTheSchemasToTheLetter() {
    seed.path("components")
        .path("schemas")
        .properties()
        .forEach(
            schema ->
                assertThat(ours.path("components").path("schemas").path(schema.getKey()))
                    .isEqualTo(schema.getValue()));
    assertThat(ours.path("components").path("securitySchemes"))
        .isEqualTo(seed.path("components").path("securitySchemes"));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    ours.findValues("$ref").forEach(reference -> references.add(reference.asText()));
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(ours.at(reference.substring(1)).isObject()).isTrue());
  }

  @Test
  void everyExampleIsWhatItsSchemaAllows() {
    int examples = 0;
    for (Map.Entry<String, JsonNode> schema :
        ours.path("components").path("schemas").properties()) {
      for (JsonNode example : schema.getValue().path("examples")) {
        openApi.checkSchema(schema.getKey(), schema.getValue(), example);
        examples++;
      }
    }
    assertThat(examples).isPositive();
  }

  @Test
  void everyOperationSaysWhatItIsAndWhatMayComeOfIt() {
    assertThat(ours.path("paths")).isNotEmpty().allSatisfy(path -> assertThat(path).isNotEmpty());
    ours.path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      assertThat(operation.path("summary").asText()).isNotEmpty();
                      assertThat(operation.path("description").asText()).isNotEmpty();
                      operation
                          .path("responses")
                          .forEach(
                              response ->
                                  assertThat(
                                          openApi
                                              .resolve(response)
                                              .path("headers")
                                              .has("x-request-id"))
                                      .isTrue());
                    }));
  }
}
