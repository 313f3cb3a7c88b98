package io.labelstream.notices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars say what is in them. */
class NoticesIT {

  private static final Path TARGET =
      Path.of(System.getProperty("labelstream.jar", "target/labelstream.jar")).resolveSibling("");

  /** What an artifact is there for, and no two artifacts have in common. */
  private static final Pattern CONTENT =
      Pattern.compile(
          "(?!META-INF/versions/).*(?<!package-info|module-info)\\.(?:class|so[.0-9]*|css)");

  @ParameterizedTest
  @ValueSource(strings = {"labelstream", "labelstream-job", "labelstream-facade"})
  void aBillListsWhatIsInItsJar(String name) throws IOException {
    JsonNode bill = json(name, "META-INF/sbom/" + name + ".cdx.json");
    Set<String> content = content(TARGET.resolve(name + ".jar"));
    Map<String, Path> jars =
        Stream.of(System.getProperty("surefire.test.class.path", classPath()).split(":"))
            .map(Path::of)
            .filter(path -> path.toString().endsWith(".jar"))
            .collect(
                Collectors.toMap(
                    path -> path.getFileName().toString(),
                    Function.identity(),
                    (one, same) -> one));
    Set<String> held = new TreeSet<>();
    for (String file : files(json("labelstream", "META-INF/sbom/labelstream.cdx.json"))) {
      if (content(Objects.requireNonNull(jars.get(file), file)).stream()
          .anyMatch(content::contains)) {
        held.add(file);
      }
    }
    assertThat(held).hasSizeGreaterThan(10);
    assertThat(files(bill)).containsExactlyInAnyOrderElementsOf(held);
    assertThat(bill.at("/metadata/component/name").asText()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labelstream", "labelstream-job", "labelstream-facade"})
  void whatIsListedIsNamedToPeopleToo(String name) throws IOException {
    String text = text(name, "META-INF/THIRD-PARTY.txt");
    json(name, "META-INF/sbom/" + name + ".cdx.json")
        .path("components")
        .forEach(
            component ->
                assertThat(text)
                    .contains(
                        component.path("group").asText()
                            + ":"
                            + component.path("name").asText()
                            + " "
                            + component.path("version").asText()
                            + ", "));
    assertThat(text).contains("Licence Apache-2.0", "TERMS AND CONDITIONS FOR USE", "Licence BSD-");
  }

  @Test
  void theJobsImageHasTheNativesPartsAndTheModels() throws IOException {
    assertThat(Files.readString(TARGET.resolve("notices/labelstream-job-image-third-party.txt")))
        .contains(
            "with Leptonica 1.",
            "with libjpeg-turbo 3.",
            "with libpng 1.",
            "with libwebp 1.",
            "with Eigen",
            "ResNet50 of Keras Applications",
            "MobileNetV2 of nsfw_model",
            "Licence libpng-2.0",
            "Licence MPL-2.0");
    assertThat(Files.readString(TARGET.resolve("notices/labelstream-job-third-party.txt")))
        .doesNotContain("Leptonica", "ResNet50", "MobileNetV2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labelstream",
        "labelstream-job",
        "labelstream-facade",
        "labelstream-bench",
        "labelstream-flink-access"
      })
  void everyJarHasOurLicence(String name) throws IOException {
    assertThat(text(name, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
    assertThat(text(name, "META-INF/NOTICE")).contains("Copyright 2026 The Labelstream authors");
    try (ZipFile jar = new ZipFile(TARGET.resolve(name + ".jar").toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(entry -> entry.startsWith("io/labelstream/notices/"));
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static List<String> files(JsonNode bill) {
    return StreamSupport.stream(bill.path("components").spliterator(), false)
        .map(component -> Artifact.fileName((ObjectNode) component))
        .toList();
  }

  private static Set<String> content(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> CONTENT.matcher(name).matches())
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static JsonNode json(String jar, String entry) throws IOException {
    return JsonMapper.builder().build().readTree(text(jar, entry));
  }

  private static String text(String jar, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(TARGET.resolve(jar + ".jar").toFile())) {
      byte[] bytes = zip.getInputStream(zip.getEntry(entry)).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
