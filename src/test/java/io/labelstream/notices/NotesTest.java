package io.labelstream.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {

  private static final LicenceTexts LICENCES =
      new LicenceTexts(
          Map.of(
              "Apache-2.0", "the Apache License",
              "MIT", "keep the above copyright notice",
              "EPL-2.0", "the Eclipse licence"));

  @TempDir Path folder;

  @Test
  void whoMayChooseTakesTheApacheLicense() throws Exception {
    Artifact artifact = artifact("jetty", List.of("EPL-2.0", "Apache-2.0"), Map.of());
    assertThat(take(List.of(artifact)).licenceOf(artifact)).isEqualTo("Apache-2.0");
  }

  @Test
  void whoMayNotChooseItTakesTheFirstThatIsAllowed() throws Exception {
    Artifact artifact = artifact("h2", List.of("GPL-2.0-only", "EPL-2.0"), Map.of());
    assertThat(take(List.of(artifact)).licenceOf(artifact)).isEqualTo("EPL-2.0");
  }

  @Test
  void aLicenceThatIsNotAllowedIsRefused() throws IOException {
    Artifact artifact = artifact("copyleft", List.of("AGPL-3.0-only"), Map.of());
    assertThatThrownBy(() -> take(List.of(artifact)))
        .isInstanceOf(UnlicensedException.class)
        .hasMessageContaining("g:copyleft is under [AGPL-3.0-only], none of which is allowed")
        .hasMessageContaining("src/notices/licences");
  }

  @Test
  void soIsNoLicenceAtAll() throws IOException {
    Artifact artifact = artifact("bare", List.of(), Map.of());
    assertThatThrownBy(() -> take(List.of(artifact)))
        .isInstanceOf(UnlicensedException.class)
        .hasMessageContaining("g:bare is under []");
  }

  @Test
  void aPartUnderALicenceThatIsNotAllowedIsRefused() throws IOException {
    Artifact artifact = artifact("native", List.of("Apache-2.0"), Map.of());
    KnownPart part = new KnownPart("g:native", "libx", "1", "MIT AND GPL-2.0-only", "X");
    assertThatThrownBy(() -> take(List.of(artifact), part))
        .isInstanceOf(UnlicensedException.class)
        .hasMessageContaining("libx of g:native is under MIT AND GPL-2.0-only");
  }

  @Test
  void copyrightThatNobodyNamesIsAskedFor() throws IOException {
    Artifact artifact = artifact("small", List.of("MIT"), Map.of());
    assertThatThrownBy(() -> take(List.of(artifact)))
        .isInstanceOf(UnlicensedException.class)
        .hasMessageContaining("g:small lacks its copyright, which MIT asks for");
  }

  @Test
  void theJarsOwnTextNamesIt() throws Exception {
    Artifact artifact =
        artifact("small", List.of("MIT"), Map.of("META-INF/LICENSE.txt", "Copyright Somebody"));
    assertThat(take(List.of(artifact)).carriedBy(artifact))
        .containsExactly(new Carried("META-INF/LICENSE.txt", "Copyright Somebody"));
  }

  @Test
  void soDoesTheTable() throws Exception {
    Artifact artifact = artifact("small", List.of("unheard of"), Map.of());
    KnownPart itself = new KnownPart("g:small", KnownPart.ITSELF, "-", "MIT", "Copyright Somebody");
    Notes notes = take(List.of(artifact), itself);
    assertThat(notes.licenceOf(artifact)).isEqualTo("MIT");
    assertThat(new ThirdPartyFile(LICENCES, notes).of("a.jar", List.of(artifact), List.of()))
        .contains("g:small 1.0, MIT\n  Copyright Somebody\n", "Licence MIT")
        .doesNotContain("Licence Apache-2.0");
  }

  @Test
  void aRowOfAnotherVersionIsNoticed() throws IOException {
    Artifact artifact = artifact("native", List.of("Apache-2.0"), Map.of());
    KnownPart part = new KnownPart("g:native:0.9", "libx", "1", "Apache-2.0", "-");
    assertThatThrownBy(() -> take(List.of(artifact), part))
        .isInstanceOf(UnlicensedException.class)
        .hasMessageContaining("libx of g:native:0.9 is in the table, but no such artifact");
  }

  private static Notes take(List<Artifact> artifacts, KnownPart... parts) throws Exception {
    return Notes.take(artifacts, List.of(parts), List.of(), LICENCES);
  }

  private Artifact artifact(String name, List<String> licences, Map<String, String> files)
      throws IOException {
    ObjectNode component = JsonMapper.builder().build().createObjectNode();
    component.put("bom-ref", name).put("group", "g").put("name", name).put("version", "1.0");
    ArrayNode offered = component.putArray("licenses");
    licences.forEach(licence -> offered.addObject().putObject("license").put("id", licence));
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("g/Main.class"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Artifact(component, jar);
  }
}
