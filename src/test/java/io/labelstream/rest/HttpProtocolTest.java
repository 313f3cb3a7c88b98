package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that RFC 9110 and RFC 9112 want refused, over plain sockets. None of them asks for the
 * connection to be closed: that the response ends shows that the facade has ended it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HttpProtocolTest {

  private static final String NEXT = "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";
  private static final String UNKNOWN = "/v1/images/image_000000000000000000000000";

  private TestFacade facade;
  private RawHttp http;
  private CapturedLog log;
  private String post;
  private ApiClient ann;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--cors-origins=https://a.example.com");
    http = new RawHttp(facade.port(), 30_000);
    ann = facade.client("ann");
    String key = facade.key("bob", KeyMode.LIVE, 100_000);
    post = "POST " + UNKNOWN + "/classify HTTP/1.1\r\nhost: a\r\nx-api-key: " + key + "\r\n";
    log = new CapturedLog();
  }

  /** A client that does not know HTTP must not fill the log. */
  @AfterAll
  void stop() {
    log.close();
    facade.close();
    assertThat(log.events()).isNotEmpty().allMatch(event -> event.getThrown() == null);
  }

  private void assertRefused(int status, String request) throws IOException {
    ApiClient.Response response = http.send(request);
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(response.header("connection")).isEqualTo("close");
    assertThat(response.header("x-request-id")).isNotEmpty();
    assertThat(response.json().path("status").asInt()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked, xchunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: gzip, chunked, chunked\r\n\r\n0\r\n\r\n",
        "content-length: 5\r\ncontent-length: 6\r\n\r\nabcde",
        "content-length: -1\r\n\r\n",
        "content-length: +1\r\n\r\na",
        "x-request-id : a\r\n\r\n"
      })
  void framingThatCanBeReadTwoWaysIsRefused(String rest) throws IOException {
    assertRefused(400, post + rest + NEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n",
        "0x2\r\nab\r\n0\r\n\r\n",
        "ffffffffffffffff1\r\n",
        "-1\r\n",
        "2\nab\n0\n\n",
        "2\r\nabcd\r\n0\r\n\r\n",
        "1;a=\"\r\nX\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n\"\r\nY\r\n0\r\n\r\n"
      })
  void brokenChunksAreRefused(String chunks) throws IOException {
    assertRefused(400, post + "transfer-encoding: chunked\r\n\r\n" + chunks + NEXT);
  }

  @Test
  void chunksThatNeverEndAreRefused() throws IOException {
    String head = post + "transfer-encoding: chunked\r\n\r\n";
    assertRefused(400, head + "1;" + "x".repeat(100_000) + "\r\na\r\n0\r\n\r\n");
    assertRefused(400, head + "1\r\na\r\n0\r\nx: " + "y".repeat(40_000) + "\r\n\r\n");
  }

  @Test
  void thereIsOneHost() throws IOException {
    assertRefused(400, "GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n");
    assertRefused(400, "GET /healthz HTTP/1.1\r\nhost: a\r\nhost: a\r\n\r\n");
    assertRefused(400, "GET /healthz HTTP/1.1\r\n\r\n");
    assertRefused(400, "GET /healthz HTTP/1.1\r\nhost: a b\r\n\r\n");
    assertRefused(400, "GET /healthz HTTP/1.1\r\nhost: a:b:c\r\n\r\n");
  }

  @Test
  void anExpectationThatNobodyCanMeetIsRefused() throws IOException {
    assertRefused(417, post + "expect: 200-ok\r\ncontent-length: 2\r\n\r\n{}");
    ApiClient.Response healthy =
        http.send(
            NEXT.replace("\r\n\r\n", "\r\nconnection: close\r\nexpect: 100-Continue\r\n\r\n"));
    assertThat(healthy.status()).isEqualTo(200);
  }

  @Test
  void whoWaitsForLeaveToSendABodyGetsIt() throws IOException {
    String answer =
        new String(
            http.exchange(
                post + "connection: close\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n",
                "{}"),
            StandardCharsets.ISO_8859_1);
    assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 ");
  }

  @Test
  void afterTheLastResponseNoRequestIsServed() throws IOException {
    String nothing = "POST /nope HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}";
    // Another response behind the first would not be of the length that was announced.
    assertRefused(404, nothing + NEXT);
    assertRefused(404, nothing + NEXT.repeat(20));
  }

  @Test
  void anEncodedBodyIsRefused() throws IOException {
    String head = post.replace(UNKNOWN + "/classify", "/v1/images");
    String json = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    ApiClient.Response response =
        http.send(head + json + "content-length: 3\r\n\r\n\u001f\u008b\u0008");
    assertThat(response.status()).isEqualTo(415);
    assertThat(response.header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void whoIsNotKnownIsToldHowToBe() throws Exception {
    ApiClient.Response response = facade.anonymous().get("/v1/images");
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.header("www-authenticate")).startsWith("ApiKey realm=");
  }

  @Test
  void anAnswerForAnOriginSaysSo() throws Exception {
    ApiClient.Response response =
        ann.with("origin", "https://a.example.com").get("/v1/images?take=1");
    assertThat(response.header("access-control-allow-origin")).isEqualTo("https://a.example.com");
    assertThat(response.headers().allValues("vary")).contains("origin");
    assertThat(ann.get("/v1/images?take=1").headers().allValues("vary")).contains("origin");
  }

  @Test
  void aBodyThatNobodyWantsKeepsNobodyWaiting() throws Exception {
    String image = ann.upload("a", TestImages.png(5)).json().path("id").asText();
    String get = "GET /v1/images/" + image + " HTTP/1.1\r\nhost: a\r\n";
    ApiClient.Response response =
        http.send(get + "transfer-encoding: chunked\r\n\r\nzz\r\n" + NEXT);
    assertThat(response.status()).isEqualTo(401);
  }
}
