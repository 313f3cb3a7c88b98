package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowTest {

  private static final Pattern PINNED = Pattern.compile("[a-z-]+/[a-z-]+@[0-9a-f]{40}");
  private static final Pattern SCRIPT = Pattern.compile("(?m)^\\s*(\\.ci/\\w+)");
  private static final Pattern DEPLOY = Pattern.compile("(?m)^\\s*sh (deploy/\\S+ \\S+)");

  private static Schema schema;
  private static ObjectNode workflow;

  @BeforeAll
  static void read() throws IOException {
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(ManifestSchemas.resource("github-workflow.json"));
    workflow = Yaml.document(Path.of(".github/workflows/ci.yml"));
  }

  @Test
  void isAsGitHubsSchemaSays() {
    assertThat(schema.validate(workflow)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/on/push", "/jobs/verify", "/jobs/verify/steps/0", "/permissions"})
  void aMisspeltFieldIsNoticed(String path) {
    ObjectNode copy = workflow.deepCopy();
    assertThat(copy.at(path).isObject()).isTrue();
    ((ObjectNode) copy.at(path)).put("misspelt", "x");
    assertThat(schema.validate(copy)).isNotEmpty();
  }

  @Test
  void actionsAreNamedByTheirCommits() {
    List<String> actions = workflow.findValuesAsText("uses");
    assertThat(actions).isNotEmpty().allMatch(action -> PINNED.matcher(action).matches());
  }

  @Test
  void scriptsThatAreCalledCanBeRun() {
    assertThat(found(SCRIPT)).contains(".ci/run", ".ci/release");
    assertThat(found(SCRIPT)).allMatch(script -> Files.isExecutable(Path.of(script)));
  }

  @Test
  void imagesAreBuiltAsEverybodyBuildsThem() {
    assertThat(found(DEPLOY)).containsExactly("deploy/images.sh \"${TAG#v}\"");
    assertThat(Path.of("deploy/images.sh")).exists();
  }

  @Test
  void onlyAReleaseMayWrite() {
    assertThat(workflow.path("permissions")).hasToString("{\"contents\":\"read\"}");
    assertThat(workflow.at("/jobs/verify").has("permissions")).isFalse();
    JsonNode release = workflow.at("/jobs/release");
    assertThat(release.path("if").asText()).isEqualTo("startsWith(github.ref, 'refs/tags/v')");
    assertThat(release.path("needs").asText()).isEqualTo("verify");
  }

  private static List<String> found(Pattern pattern) {
    return workflow.findValuesAsText("run").stream()
        .flatMap(script -> pattern.matcher(script).results())
        .map((MatchResult call) -> call.group(1))
        .toList();
  }
}
