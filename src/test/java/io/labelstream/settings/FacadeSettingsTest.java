package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacadeSettingsTest {

  @Test
  void defaults() {
    FacadeSettings settings = read();
    Path data = Path.of("labelstream-data").toAbsolutePath();
    assertThat(settings)
        .isEqualTo(
            new FacadeSettings(
                "127.0.0.1:9092",
                "image-classification.requests",
                "image-classification.results",
                new KafkaProperties(Map.of()),
                "127.0.0.1",
                8080,
                8082,
                data,
                settings.images(),
                Duration.ofSeconds(30),
                "jdbc:h2:file:" + data.resolve("images-db"),
                "",
                new Secret(""),
                data.resolve("keys.json"),
                Optional.empty(),
                List.of(),
                settings.importOrigins(),
                Duration.ofSeconds(8),
                1000,
                100_000,
                Duration.ofSeconds(120),
                Duration.ofSeconds(30)));
    assertThat(settings.images())
        .asString()
        .startsWith("file:")
        .endsWith("/labelstream-data/images/");
    assertThat(settings.importOrigins())
        .contains("https://storage.googleapis.com", "https://*.r2.dev");
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(
            read(
                "--bootstrap-servers=b:1",
                "--requests-topic=in",
                "--results-topic=out",
                "--kafka.security.protocol=SSL",
                "--host=0.0.0.0",
                "--port=1",
                "--management-port=2",
                "--data=/d",
                "--images=s3://bucket/images",
                "--images-timeout=7s",
                "--database-url=jdbc:postgresql://h/d",
                "--database-user=u",
                "--database-password=p",
                "--keys=/k.json",
                "--public-url=https://images.example.com",
                "--cors-origins=https://a.example.com, http://localhost:3000",
                "--import-origins=https://*.example.com:8443",
                "--answer-timeout=5s",
                "--max-pending=3",
                "--kept-answers=0",
                "--body-timeout=10s",
                "--drain-timeout=1s"))
        .isEqualTo(
            new FacadeSettings(
                "b:1",
                "in",
                "out",
                new KafkaProperties(Map.of("security.protocol", "SSL")),
                "0.0.0.0",
                1,
                2,
                Path.of("/d"),
                URI.create("s3://bucket/images/"),
                Duration.ofSeconds(7),
                "jdbc:postgresql://h/d",
                "u",
                new Secret("p"),
                Path.of("/k.json"),
                Optional.of(URI.create("https://images.example.com")),
                List.of("https://a.example.com", "http://localhost:3000"),
                List.of("https://*.example.com:8443"),
                Duration.ofSeconds(5),
                3,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)));
  }

  @Test
  void namesEveryFault() {
    assertThatThrownBy(
            () ->
                read(
                    "--port=99999",
                    "--management-port=x",
                    "--images=images",
                    "--database-url=jdbc:mysql://u:secret@h/d",
                    "--public-url=images.example.com/path",
                    "--cors-origins=example.com",
                    "--import-origins=http://example.com",
                    "--max-pending=0"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll(
            "port must be at most 65535",
            "management-port must be a whole number",
            "images must be a URI",
            "database-url must start with",
            "public-url must be",
            "cors-origins must be origins",
            "import-origins must be origins",
            "max-pending must be")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void showsNoPassword() {
    assertThat(read("--database-password=hunter2", "--kafka.sasl.jaas.config=hunter3"))
        .asString()
        .doesNotContain("hunter");
  }

  @Test
  void oneFileMayServeJobAndFacade(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("labelstream.properties");
    Files.writeString(file, "port=81\nprecision=fp32\nbootstrap-servers=b:1\n");
    assertThat(read("--config=" + file).port()).isEqualTo(81);
    assertThat(JobSettings.read(List.of("--config=" + file), Map.of()).bootstrapServers())
        .isEqualTo("b:1");
  }

  @Test
  void portsMayComeFromTheEnvironmentUnlessKubernetesPutThemThere() {
    assertThat(FacadeSettings.read(List.of(), Map.of("LABELSTREAM_PORT", "81")).port())
        .isEqualTo(81);
    assertThat(
            FacadeSettings.read(List.of(), Map.of("LABELSTREAM_PORT", "tcp://10.0.0.1:80")).port())
        .isEqualTo(8080);
  }

  @Test
  void aFlagOfTheJobIsNoneOfTheFacade() {
    assertThatThrownBy(() -> read("--precision=fp32"))
        .hasMessageContaining("--precision is not a setting");
    assertThatThrownBy(() -> JobSettings.read(List.of("--port=1"), Map.of()))
        .hasMessageContaining("--port is not a setting");
  }

  private static FacadeSettings read(String... flags) {
    return FacadeSettings.read(List.of(flags), Map.of());
  }
}
