package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an upload is, it is answered, logged as it was answered, and leaves nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class MalformedUploadsTest {

  private static final String NAME =
      "--XbX\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nmy cat\r\n";
  private static final String IMAGE =
      NAME.replace("\"name\"", "\"image\"; filename=\"a.png\"")
          .replace("my cat", new String(TestImages.png(77), ISO_8859_1));
  private static final String OTHER = NAME.replace("\"name\"", "\"other\"");
  private static final String END = "--XbX--\r\n";
  private static final String FORM = "multipart/form-data; boundary=XbX";

  private TestFacade facade;
  private RawHttp http;
  private CapturedLog log;
  private String key;
  private int requests;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data);
    http = new RawHttp(facade.port(), 30_000);
    key = facade.key("mallory", KeyMode.LIVE, 100_000);
    log = new CapturedLog();
  }

  @AfterAll
  void stop() {
    log.close();
    facade.close();
    assertThat(log.events()).isNotEmpty().allMatch(event -> event.getThrown() == null);
  }

  @AfterEach
  void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(uploads()).isEmpty());
    await().untilAsserted(() -> assertThat(openUploads()).isEmpty());
  }

  private String head(String type, String more) {
    return "POST /v1/images/upload HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-api-key: "
        + key
        + "\r\nx-request-id: r"
        + ++requests
        + "\r\ncontent-type: "
        + type
        + "\r\n"
        + more
        + "\r\n";
  }

  private void assertAnswered(int status, String type, String body) throws IOException {
    String length = "content-length: " + body.length() + "\r\n";
    assertAnswered(status, head(type, length) + body);
    String chunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    assertAnswered(
        status,
        head(type, "transfer-encoding: chunked\r\n") + (body.isEmpty() ? "0\r\n\r\n" : chunks));
  }

  private void assertAnswered(int status, String request) throws IOException {
    ApiClient.Response response = http.send(request);
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    await()
        .untilAsserted(
            () ->
                assertThat(log.requests("r" + requests))
                    .singleElement()
                    .asString()
                    .startsWith("POST /v1/images/upload " + status + " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          201 | multipart/form-data; boundary=XbX
          201 | multipart/form-data; charset="utf-8"; boundary=XbX
          422 | multipart/form-data; boundary=
          422 | multipart/form-data; charset=bogus; boundary=XbX
          422 | multipart/form-data; boundary=other
          422 | multipart/form-data
          415 | multipart/form-data; boundary="XbX
          415 | multipart/mixed; boundary=XbX
          415 | application/x-www-form-urlencoded
          415 | text/plain
          """)
  void isAnsweredWhateverItsTypeIs(int status, String type) throws IOException {
    assertAnswered(status, type, NAME + IMAGE + END);
  }

  static Stream<String> bodies() {
    return Stream.of(
        NAME + IMAGE + OTHER.repeat(300) + END,
        NAME + IMAGE.repeat(300) + END,
        NAME
            + IMAGE
            + OTHER.replace("\r\n\r\n", "\r\ncontent-transfer-encoding: bogus\r\n\r\n")
            + END,
        NAME + IMAGE + "--XbX\r\nx: y\r\n\r\nv\r\n" + END,
        NAME + IMAGE.replace("\r\n\r\n", "\r\ncontent-type: multipart/mixed\r\n\r\n") + END,
        NAME + IMAGE + "--XbX\r\ncontent-disposition: form-data; name\r\n\r\nv\r\n" + END,
        NAME.replace("my cat", "x".repeat(9_000)) + IMAGE + END,
        NAME + END,
        IMAGE + END,
        NAME + IMAGE.replace("PNG", "PNX") + END,
        END,
        "--XbX\r\n",
        "--XbX",
        "",
        "\r\n",
        "nonsense");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void isRefusedWhateverItsBodyIs(String body) throws IOException {
    assertAnswered(422, FORM, body);
  }

  @Test
  void isRefusedWhereverItEnds() throws IOException {
    String whole = NAME + IMAGE + END;
    int image = NAME.length();
    for (int length :
        List.of(
            1,
            10,
            image - 2,
            image + 20,
            image + IMAGE.length() / 2,
            whole.length() - 8,
            whole.length() - 5,
            whole.length() - 3)) {
      assertAnswered(422, FORM, whole.substring(0, length));
    }
  }

  @Test
  void isStoredAsItWasSentWhereverTheNetworkSplitsIt() throws Exception {
    ApiClient client = new ApiClient(facade.url(), "x-api-key", key);
    byte[] image = TestImages.png(77);
    String body = NAME + IMAGE + END;
    int end = body.length() - END.length();
    for (int split = end - 4; split < body.length(); split++) {
      ApiClient.Response response =
          http.response(
              http.exchange(
                  head(FORM, "content-length: " + body.length() + "\r\n")
                      + body.substring(0, split),
                  body.substring(split)));
      assertThat(response.status()).as("split at %s", split - end).isEqualTo(201);
      String id = response.json().path("id").asText();
      assertThat(client.get("/v1/images/" + id + "/download").body()).isEqualTo(image);
    }
  }

  @Test
  void ofAClientThatHasGoneLeavesNothing() throws IOException {
    String request =
        head(FORM, "content-length: 1000000\r\n") + NAME + IMAGE.substring(0, IMAGE.length() / 2);
    for (int i = 0; i < 50; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port())) {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        await().until(() -> !uploads().isEmpty());
        socket.setSoLinger(i % 2 == 0, 0);
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(log.requests("r" + requests))
                    .hasSize(50)
                    .allMatch(line -> line.contains("/upload 499 ")));
  }

  private List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.list(facade.data.resolve("uploads"))) {
      return files.toList();
    }
  }

  /** Of this process, with what has been deleted. */
  private List<String> openUploads() throws IOException {
    String folder = facade.data.resolve("uploads").toString();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(MalformedUploadsTest::target)
          .filter(target -> target.startsWith(folder + "/"))
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }
}
