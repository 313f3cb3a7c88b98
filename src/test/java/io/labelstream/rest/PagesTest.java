package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages in both of their encodings. */
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {

  private static final String PATH = "/docs/swagger-ui-bundle.js";

  private TestFacade facade;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data);
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  private ApiClient.Response get(String encodings, String... more) throws Exception {
    return facade.anonymous().with("accept-encoding", encodings).with(more).get(PATH);
  }

  @Test
  void areTheSameInBoth() throws Exception {
    ApiClient.Response plain = get("identity");
    ApiClient.Response zipped = get("br, gzip");
    assertThat(plain.header("content-encoding")).isEmpty();
    assertThat(zipped.header("content-encoding")).isEqualTo("gzip");
    assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(plain.header("vary")).isEqualTo("accept-encoding");
    assertThat(zipped.header("vary")).isEqualTo("accept-encoding");
  }

  @Test
  void haveATagInEach() throws Exception {
    String plain = get("identity").header("etag");
    String zipped = get("gzip").header("etag");
    assertThat(plain).isNotEqualTo(zipped);
    assertThat(get("gzip", "if-none-match", zipped).status()).isEqualTo(304);
    assertThat(get("identity", "if-none-match", plain).status()).isEqualTo(304);
    assertThat(get("identity", "if-none-match", zipped).status()).isEqualTo(200);
    assertThat(get("gzip", "if-none-match", plain).header("vary")).isEqualTo("accept-encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "br", "", "gzip;q=0.0, br"})
  void areNotCompressedForWhoDoesNotTakeThat(String encodings) throws Exception {
    assertThat(get(encodings).header("content-encoding")).isEmpty();
  }
}
