package io.labelstream.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FacadeSettingsTest {

  @Test
  void defaults() {
    Settings settings = Settings.defaults(Scope.FACADE);
    Path data = Path.of("labelstream-data").toAbsolutePath();
    assertThat(settings.get(TopicSettings.BOOTSTRAP_SERVERS)).isEqualTo("127.0.0.1:9092");
    assertThat(settings.get(TopicSettings.REQUESTS_TOPIC))
        .isEqualTo("image-classification.requests");
    assertThat(settings.get(TopicSettings.RESULTS_TOPIC)).isEqualTo("image-classification.results");
    assertThat(settings.kafka()).isEqualTo(new KafkaProperties(Map.of()));
    assertThat(settings.get(ServerSettings.HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(8080);
    assertThat(settings.get(ServerSettings.MANAGEMENT_PORT)).isEqualTo(8082);
    assertThat(settings.get(ImageSettings.DATA)).isEqualTo(data);
    assertThat(ImageSettings.images(settings))
        .asString()
        .startsWith("file:")
        .endsWith("/labelstream-data/images/");
    assertThat(settings.get(ImageSettings.IMAGES_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(ImageSettings.databaseUrl(settings))
        .isEqualTo("jdbc:h2:file:" + data.resolve("images-db"));
    assertThat(settings.get(ImageSettings.DATABASE_USER)).isEmpty();
    assertThat(settings.get(ImageSettings.DATABASE_PASSWORD)).isEmpty();
    assertThat(ImageSettings.keys(settings)).isEqualTo(data.resolve("keys.json"));
    assertThat(settings.get(ServerSettings.PUBLIC_URL)).isEmpty();
    assertThat(settings.get(ServerSettings.CORS_ORIGINS)).isEmpty();
    assertThat(settings.get(ImageSettings.IMPORT_ORIGINS))
        .hasSize(14)
        .contains("https://storage.googleapis.com", "https://*.r2.dev");
    assertThat(settings.get(AnswerSettings.ANSWER_TIMEOUT)).isEqualTo(Duration.ofSeconds(8));
    assertThat(settings.get(AnswerSettings.MAX_PENDING)).isEqualTo(1000);
    assertThat(settings.get(AnswerSettings.KEPT_ANSWERS)).isEqualTo(100_000);
    assertThat(settings.get(ServerSettings.BODY_TIMEOUT)).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.get(ServerSettings.DRAIN_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.get(ServerSettings.TRUSTED_PROXIES)).isEmpty();
    assertThat(settings.get(ServerSettings.FORWARDED_HEADER))
        .isEqualTo(ServerSettings.ForwardedHeader.X_FORWARDED_FOR);
    assertThat(settings.get(LogSettings.LOG_FORMAT)).isEqualTo(LogSettings.Format.TEXT);
    assertThat(settings.get(LogSettings.LOG_LEVEL)).isEqualTo(LogSettings.Level.INFO);
  }

  @Test
  void everyKeyReachesItsSetting() {
    Settings settings =
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
            "--trusted-proxies=10.0.0.0/8, 2001:db8::1",
            "--forwarded-header=forwarded",
            "--log-format=json",
            "--log-level=warn",
            "--body-timeout=10s",
            "--drain-timeout=1s");
    assertThat(settings.get(TopicSettings.BOOTSTRAP_SERVERS)).isEqualTo("b:1");
    assertThat(settings.get(TopicSettings.REQUESTS_TOPIC)).isEqualTo("in");
    assertThat(settings.get(TopicSettings.RESULTS_TOPIC)).isEqualTo("out");
    assertThat(settings.kafka()).isEqualTo(new KafkaProperties(Map.of("security.protocol", "SSL")));
    assertThat(settings.get(ServerSettings.HOST)).isEqualTo("0.0.0.0");
    assertThat(settings.get(ServerSettings.PORT)).isEqualTo(1);
    assertThat(settings.get(ServerSettings.MANAGEMENT_PORT)).isEqualTo(2);
    assertThat(settings.get(ImageSettings.DATA)).isEqualTo(Path.of("/d"));
    assertThat(ImageSettings.images(settings)).isEqualTo(URI.create("s3://bucket/images/"));
    assertThat(settings.get(ImageSettings.IMAGES_TIMEOUT)).isEqualTo(Duration.ofSeconds(7));
    assertThat(ImageSettings.databaseUrl(settings)).isEqualTo("jdbc:postgresql://h/d");
    assertThat(settings.get(ImageSettings.DATABASE_USER)).contains("u");
    assertThat(settings.get(ImageSettings.DATABASE_PASSWORD)).contains(new Secret("p"));
    assertThat(ImageSettings.keys(settings)).isEqualTo(Path.of("/k.json"));
    assertThat(settings.get(ServerSettings.PUBLIC_URL))
        .contains(URI.create("https://images.example.com"));
    assertThat(settings.get(ServerSettings.CORS_ORIGINS))
        .containsExactly("https://a.example.com", "http://localhost:3000");
    assertThat(settings.get(ImageSettings.IMPORT_ORIGINS))
        .containsExactly("https://*.example.com:8443");
    assertThat(settings.get(AnswerSettings.ANSWER_TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.get(AnswerSettings.MAX_PENDING)).isEqualTo(3);
    assertThat(settings.get(AnswerSettings.KEPT_ANSWERS)).isZero();
    assertThat(settings.get(ServerSettings.BODY_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.get(ServerSettings.DRAIN_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.get(ServerSettings.TRUSTED_PROXIES))
        .containsExactly(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8::1/128"));
    assertThat(settings.get(ServerSettings.FORWARDED_HEADER))
        .isEqualTo(ServerSettings.ForwardedHeader.FORWARDED);
    assertThat(settings.get(LogSettings.LOG_FORMAT)).isEqualTo(LogSettings.Format.JSON);
    assertThat(settings.get(LogSettings.LOG_LEVEL)).isEqualTo(LogSettings.Level.WARN);
  }

  @Test
  void whatIsKeptHasLimits() {
    Settings defaults = read();
    assertThat(defaults.get(ImageSettings.TEST_IMAGES_RETENTION)).isEqualTo(Duration.ofDays(90));
    assertThat(defaults.get(ImageSettings.MAX_IMAGES)).isZero();
    assertThat(defaults.get(ImageSettings.MAX_IMAGE_BYTES)).isZero();
    Settings settings =
        read("--test-images-retention=36h", "--max-images=1000", "--max-image-bytes=2 gb");
    assertThat(settings.get(ImageSettings.TEST_IMAGES_RETENTION)).isEqualTo(Duration.ofHours(36));
    assertThat(settings.get(ImageSettings.MAX_IMAGES)).isEqualTo(1000);
    assertThat(settings.get(ImageSettings.MAX_IMAGE_BYTES)).isEqualTo(2L << 30);
    assertThatThrownBy(() -> read("--max-image-bytes=much", "--test-images-retention=1y"))
        .hasMessageContainingAll(
            "max-image-bytes must be a number of bytes such as 500mb or 100gb, but is 'much'",
            "test-images-retention must be a time");
  }

  @Test
  void anyPageMayBeLetIn() {
    assertThat(read("--cors-origins=*").get(ServerSettings.CORS_ORIGINS)).containsExactly("*");
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
                    "--cors-origins=example.com,example.org",
                    "--import-origins=http://example.com",
                    "--trusted-proxies=10.0.0.0/8,proxy.example.com",
                    "--log-format=xml",
                    "--max-pending=0"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll(
            "port must be at most 65535, but is 99999",
            "management-port must be a whole number of at least 0, but is 'x'",
            "images must be a URI such as s3://bucket/images/, but there is 'images'",
            "database-url must start with jdbc:postgresql: or jdbc:h2:",
            "public-url must be like https://images.example.com, but is",
            "cors-origins must be origins such as https://www.example.com, but there is"
                + " 'example.com'",
            "but there is 'example.org'",
            "import-origins must be origins",
            "trusted-proxies must be addresses such as 10.0.0.0/8 or 2001:db8::1, but there is"
                + " 'proxy.example.com'",
            "log-format must be text or json, but is 'xml'",
            "max-pending must be")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void showsNoPassword() {
    assertThat(
            read(
                "--database-url=jdbc:postgresql://host/images?password=hunter1",
                "--database-password=hunter2",
                "--kafka.sasl.jaas.config=hunter3"))
        .asString()
        .contains("database-password", "sasl.jaas.config")
        .doesNotContain("hunter");
  }

  private static Settings read(String... flags) {
    return Settings.read(Scope.FACADE, List.of(flags), Map.of());
  }
}
