package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class PageLinksTest {

  private TestFacade facade;
  private RawHttp http;
  private String key;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data);
    http = new RawHttp(facade.port(), 10_000);
    key = facade.key("ann", KeyMode.LIVE, 100_000);
    ApiClient ann = new ApiClient(facade.url(), "x-api-key", key);
    for (int seed = 0; seed < 2; seed++) {
      assertThat(ann.upload("a", TestImages.png(seed)).status()).isEqualTo(201);
    }
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, images.example.com:8080, http://images.example.com:8080",
    "HTTP/1.1, images.example.com, http://images.example.com",
    "HTTP/1.1, [2001:db8::1]:8080, http://[2001:db8::1]:8080",
    "HTTP/1.0, my_host, http://my_host"
  })
  void leadToTheHostOfTheRequest(String version, String host, String base) throws IOException {
    assertThat(next("/v1/images?take=1", version, "host: " + host + "\r\n")).startsWith(base + "/");
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1, ''", "HTTP/1.1, a'(b)", "HTTP/1.0, ''"})
  void areRelativeIfTheHostIsNone(String version, String host) throws IOException {
    assertThat(next("/v1/images?take=1", version, "host: " + host + "\r\n"))
        .startsWith("/v1/images?take=1&from=image_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:65536", "user@a", "a/b", "<script>", "[::1"})
  void areNotMadeForWhatCannotBeAHost(String host) throws IOException {
    assertThat(get("/v1/images?take=1", "HTTP/1.0", "host: " + host + "\r\n").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, /v1/images?take=1", "HTTP/1.0, http://@a/v1/images?take=1"})
  void areRelativeIfThereIsNoHost(String version, String target) throws IOException {
    assertThat(next(target, version, "")).startsWith("/v1/images?take=1&from=image_");
  }

  @ParameterizedTest
  @CsvSource({
    "http://other.example.com/v1/images?take=1, http://other.example.com",
    "HTTP://other.example.com:81/v1/images?take=1, http://other.example.com:81"
  })
  void aHostInTheTargetIsTheOneThatCounts(String target, String base) throws IOException {
    assertThat(next(target, "HTTP/1.1", "host: images.example.com\r\n")).startsWith(base + "/v1/");
  }

  private String next(String target, String version, String hostLine) throws IOException {
    ApiClient.Response response = get(target, version, hostLine);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return response.json().path("links").path("next").asText();
  }

  private ApiClient.Response get(String target, String version, String hostLine)
      throws IOException {
    return http.send(
        ("GET " + target + " " + version + "\r\n")
            + hostLine
            + ("x-api-key: " + key + "\r\nconnection: close\r\n\r\n"));
  }
}
