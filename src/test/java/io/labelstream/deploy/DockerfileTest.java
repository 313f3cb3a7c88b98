package io.labelstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of a Dockerfile without an engine to build it. */
class DockerfileTest {

  private static final Set<String> INSTRUCTIONS =
      Set.of(
          "ARG",
          "FROM",
          "RUN",
          "COPY",
          "ENV",
          "USER",
          "WORKDIR",
          "VOLUME",
          "EXPOSE",
          "HEALTHCHECK",
          "LABEL",
          "ENTRYPOINT",
          "CMD");

  private static final Pattern PINNED = Pattern.compile("[a-z-]+:\\d+\\.\\d+\\.\\d+[\\w.-]*");

  private static final Pattern FROM = Pattern.compile("\\$\\{([A-Z]+_IMAGE)}( AS [a-z]+)?");

  /** What `mvn package` leaves, which need not be there when this test runs. */
  private static final Set<String> BUILT =
      Set.of(
          "target/flink-lib/*.jar",
          "target/labelstream-job.jar",
          "target/labelstream-flink-access.jar",
          "target/labelstream-facade.jar",
          "target/models/resnet50-fp32",
          "target/models/resnet50-int8",
          "target/models/resnet50-fp32-onnx",
          "target/models/resnet50-int8-onnx",
          "target/models/moderation-fp32",
          "target/models/moderation-fp32-onnx",
          "target/notices/labelstream-job-image.cdx.json",
          "target/notices/labelstream-job-image-third-party.txt",
          "target/notices/labelstream-facade.cdx.json",
          "target/notices/labelstream-facade-third-party.txt");

  private record Instruction(String name, String text) {}

  private static List<Instruction> read(String image) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder logical = new StringBuilder();
    for (String line : Files.readAllLines(Path.of("deploy/docker", image, "Dockerfile"))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean continued = line.endsWith("\\");
      logical.append(continued ? line.substring(0, line.length() - 1) : line);
      if (!continued) {
        String[] parts = logical.toString().strip().split("\\s+", 2);
        instructions.add(new Instruction(parts[0], parts[1].replaceAll("\\s+", " ")));
        logical.setLength(0);
      }
    }
    assertThat(logical).as("an instruction that goes on past the end").isEmpty();
    return instructions;
  }

  private static Stream<String> texts(List<Instruction> instructions, String name) {
    return instructions.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::text);
  }

  /** What is built without arguments is built on the images of the table. */
  @ParameterizedTest
  @ValueSource(strings = {"job", "facade"})
  void startsFromTheImagesOfTheTable(String image) throws IOException {
    List<Instruction> instructions = read(image);
    assertThat(instructions).allMatch(instruction -> INSTRUCTIONS.contains(instruction.name()));
    List<String> arguments = texts(instructions, "ARG").toList();
    assertThat(texts(instructions, "FROM"))
        .isNotEmpty()
        .allSatisfy(
            from -> {
              Matcher base = FROM.matcher(from);
              assertThat(base.matches()).as(from).isTrue();
              assertThat(arguments).contains(base.group(1) + "=" + BaseImages.tag(base.group(1)));
            });
  }

  @Test
  void basesArePinned() throws IOException {
    assertThat(BaseImages.tags())
        .hasSize(2)
        .allSatisfy((name, tag) -> assertThat(tag).matches(PINNED));
  }

  /** Flink's jars of the build and of the base image are of one version, or nothing fits. */
  @ParameterizedTest
  @ValueSource(strings = {"job", "facade"})
  void isOfTheFlinkThatWeBuildWith(String image) throws IOException {
    String version = org.apache.flink.runtime.util.EnvironmentInformation.getVersion();
    assertThat(BaseImages.tag("FLINK_IMAGE")).startsWith("flink:" + version + "-java17");
    assertThat(read(image).toString())
        .containsPattern("flink-s3-fs-hadoop-" + Pattern.quote(version) + "\\.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "facade"})
  void copiesWhatTheBuildLeavesAndTheContextHolds(String image) throws IOException {
    List<String> context = Files.readAllLines(Path.of(".dockerignore"));
    assertThat(context).contains("*");
    List<String> sources =
        texts(read(image), "COPY")
            .filter(text -> !text.startsWith("--from="))
            .flatMap(
                text -> List.of(text.split(" ")).subList(0, text.split(" ").length - 1).stream())
            .toList();
    assertThat(sources)
        .isNotEmpty()
        .allSatisfy(
            source -> {
              assertThat(BUILT.contains(source) || Files.exists(Path.of(source)))
                  .as(source)
                  .isTrue();
              assertThat(context)
                  .anyMatch(
                      line ->
                          line.startsWith("!")
                              && (source + "/").startsWith(line.substring(1) + "/"));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "facade"})
  void endsAsAUserThatKubernetesCanTellFromRoot(String image) throws IOException {
    assertThat(texts(read(image), "USER")).endsWith("9999:9999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "facade"})
  void execFormsAreJson(String image) throws IOException {
    for (Instruction instruction : read(image)) {
      if (Set.of("ENTRYPOINT", "CMD", "HEALTHCHECK").contains(instruction.name())) {
        JsonNode list =
            Yaml.JSON.readTree(instruction.text().substring(instruction.text().indexOf('[')));
        assertThat(list).isNotEmpty().allMatch(JsonNode::isTextual);
      }
    }
  }

  /** Manifests and Compose call what is in the images. */
  @ParameterizedTest
  @ValueSource(strings = {"job", "facade"})
  void isWhatTheDeploymentsCall(String image) throws IOException {
    String text = read(image).toString().toLowerCase(Locale.ROOT);
    List<String> called =
        image.equals("job")
            ? List.of(
                "/opt/flink/lib/labelstream-flink-access.jar",
                "/opt/flink/usrlib/labelstream-job.jar",
                "/opt/labelstream/models/resnet50-fp32",
                "/opt/labelstream/models/resnet50-int8",
                "/opt/labelstream/models/resnet50-fp32-onnx",
                "/opt/labelstream/models/resnet50-int8-onnx",
                "/opt/labelstream/models/moderation-fp32",
                "/opt/labelstream/models/moderation-fp32-onnx",
                "io.labelstream.registry.modellinks /opt/labelstream/models",
                "tensorflow_library_path=/opt/labelstream/natives",
                "/var/lib/labelstream/images",
                "/var/lib/labelstream/flink")
            : List.of("/var/lib/labelstream/images", "/opt/labelstream/plugins", "8080 8082");
    assertThat(text).contains(called);
    for (Overlay overlay : Overlay.values()) {
      JsonNode job = overlay.job().at("/spec/job");
      assertThat(job.path("jarURI").asText())
          .isEqualTo("local:///opt/flink/usrlib/labelstream-job.jar");
      assertThat(Manifests.list(job.path("args")))
          .contains("--model=/opt/labelstream/models/resnet50");
      assertThat(job.path("entryClass").asText())
          .isEqualTo(io.labelstream.job.ClassificationJob.class.getName());
    }
  }
}
