package io.labelstream.notices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BillTest {

  private ObjectNode all;

  @BeforeEach
  void read() throws IOException {
    all =
        (ObjectNode)
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {
                      "serialNumber": "urn:uuid:7f865949-8ff0-3357-b362-195bf15d8e2d",
                      "metadata": {"component": {"bom-ref": "root", "name": "labelstream"}},
                      "components": [
                        {"bom-ref": "a", "name": "a", "version": "1", "group": "g"},
                        {"bom-ref": "b", "name": "b", "version": "1", "group": "g"},
                        {"bom-ref": "c", "name": "c", "version": "1", "group": "h"}
                      ],
                      "dependencies": [
                        {"ref": "root", "dependsOn": ["a"]},
                        {"ref": "a", "dependsOn": ["b"]},
                        {"ref": "b", "dependsOn": ["a", "c"]},
                        {"ref": "c", "dependsOn": []}
                      ]
                    }
                    """);
  }

  @Test
  void whatIsNeededThroughWhatIsLeftOutIsNeededAllTheSame() {
    JsonNode bill =
        new Bill(all).of("labelstream-facade", List.of(artifact(0), artifact(2)), List.of());
    assertThat(bill.path("components").findValuesAsText("bom-ref")).containsExactly("a", "c");
    assertThat(bill.path("dependencies"))
        .hasToString(
            "[{\"ref\":\"a\",\"dependsOn\":[\"c\"]},{\"ref\":\"c\",\"dependsOn\":[]},"
                + "{\"ref\":\"root\",\"dependsOn\":[\"a\"]}]");
  }

  @Test
  void eachBillHasANameAndANumberOfItsOwn() {
    JsonNode facade = new Bill(all).of("labelstream-facade", List.of(), List.of());
    JsonNode image = new Bill(all).of("labelstream-job-image", List.of(), List.of());
    assertThat(facade.at("/metadata/component/name").asText()).isEqualTo("labelstream-facade");
    assertThat(image.at("/metadata/component/type").asText()).isEqualTo("container");
    assertThat(facade.path("serialNumber").asText())
        .matches("urn:uuid:[0-9a-f-]{36}")
        .isEqualTo(
            new Bill(all)
                .of("labelstream-facade", List.of(), List.of())
                .path("serialNumber")
                .asText())
        .isNotEqualTo(image.path("serialNumber").asText());
  }

  @Test
  void partsAreInsideTheirHolder() {
    Artifact holder = artifact(0);
    Bill.addTo(
        holder.component(),
        List.of(
            new KnownPart("g:a", KnownPart.ITSELF, "-", "MIT", "Copyright A"),
            new KnownPart("g:a", "libb", "2", "IJG AND Zlib", "-")));
    assertThat(holder.component().path("licenses")).hasToString("[{\"license\":{\"id\":\"MIT\"}}]");
    assertThat(holder.component().path("copyright").asText()).isEqualTo("Copyright A");
    assertThat(holder.component().path("components"))
        .hasToString(
            "[{\"type\":\"library\",\"name\":\"libb\",\"version\":\"2\","
                + "\"licenses\":[{\"expression\":\"IJG AND Zlib\"}]}]");
  }

  @Test
  void thePomSaysWhichJarHoldsWhat() throws Exception {
    ShadedJars jars = ShadedJars.read(Path.of("pom.xml"));
    assertThat(jars.patterns()).containsOnlyKeys("labelstream-job", "labelstream-facade");
    Artifact vertx = named("io.vertx", "vertx-core");
    Artifact clients = named("org.apache.kafka", "kafka-clients");
    assertThat(jars.holds("labelstream-facade", vertx)).isTrue();
    assertThat(jars.holds("labelstream-job", vertx)).isFalse();
    assertThat(jars.holds("labelstream-facade", clients)).isTrue();
    assertThat(jars.holds("labelstream-job", clients)).isTrue();
    assertThat(jars.holds("labelstream-job", named("org.apache.kafka", "kafka-clients-x")))
        .isFalse();
  }

  private Artifact artifact(int index) {
    return new Artifact((ObjectNode) all.path("components").path(index), Path.of("none.jar"));
  }

  private static Artifact named(String group, String name) {
    ObjectNode component = JsonMapper.builder().build().createObjectNode();
    component.put("group", group).put("name", name);
    return new Artifact(component, Path.of("none.jar"));
  }
}
