package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP badly, or hardly at all, over plain sockets. */
@TestInstance(Lifecycle.PER_CLASS)
class HostileClientsTest {

  private static final String END = "\r\n";
  private static final Duration LONG = Duration.ofSeconds(10);

  private TestFacade facade;
  private ApiClient ann;
  private String key;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--body-timeout=2s");
    ann = facade.client("ann");
    key = facade.keys().create("mallory", KeyMode.LIVE, 100_000);
    await()
        .until(
            () -> new ApiClient(facade.url(), "x-api-key", key).get("/v1/images").status() == 200);
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/9.9", "nonsense", "GET /\0 HTTP/1.1", "\0\0\0\0\0\0\0\0"})
  void whatIsNoHttpIsAnsweredAndCutOff(String line) throws IOException {
    try (Socket socket = connect()) {
      send(socket, line + END + "host: a" + END + "connection: close" + END + END);
      assertThat(readAll(socket))
          .matches("(?s)HTTP/\\d.\\d (400|501) .*")
          .doesNotContain("Exception", "io.vertx");
    }
    assertServesOthers();
  }

  @Test
  void anAbsoluteAddressOfABrokenHostIsItsPath() throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          "GET http://[ HTTP/1.1" + END + "host: a" + END + "connection: close" + END + END);
      assertThat(readAll(socket)).startsWith("HTTP/1.1 200 ").contains("<html");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-request-id: a\r\n b",
        "x-request-id : a",
        "content-length: 5\r\ncontent-length: 6",
        "content-length: -1",
        "content-length: 5\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked, identity"
      })
  void splitAndContradictoryHeadersDoNoHarm(String header) throws IOException {
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /v1/images/upload HTTP/1.1"
              + END
              + "host: a"
              + END
              + header
              + END
              + "connection: close"
              + END
              + END);
      socket.shutdownOutput();
      String answer = readAll(socket);
      assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\r\n b\r\n");
      assertThat(answer.split("HTTP/1.1 ", -1)).as("one response").hasSize(2);
    }
    assertServesOthers();
  }

  @Test
  void aBodyThatDoesNotArriveIsGivenUpAndLeavesNoFile() throws IOException {
    try (Socket socket = connect()) {
      send(socket, uploadHead(1000) + "--b" + END);
      send(
          socket, "content-disposition: form-data; name=\"image\"; filename=\"a.jpg\"" + END + END);
      await().until(() -> !filesOfUploads().isEmpty());
      String answer = readAll(socket);
      assertThat(answer).startsWith("HTTP/1.1 408").contains("The body did not arrive in time.");
    }
    await().untilAsserted(() -> assertThat(filesOfUploads()).isEmpty());
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws IOException {
    try (Socket socket = connect()) {
      send(socket, uploadHead(2_000_000_000));
      assertThat(readAll(socket))
          .startsWith("HTTP/1.1 422")
          .contains("image must be at most 20971520 bytes");
    }
  }

  @Test
  void anUploadWhoseClientHasGoneLeavesNoFile() throws Exception {
    byte[] form = ApiClient.form("a", new byte[100_000]);
    for (int part : new int[] {form.length, form.length / 2}) {
      Socket socket = connect();
      send(socket, uploadHead(form.length).replace("=b" + END, "=" + ApiClient.BOUNDARY + END));
      socket.getOutputStream().write(form, 0, part);
      socket.setSoLinger(true, 0);
      socket.close();
    }
    await().untilAsserted(() -> assertThat(filesOfUploads()).isEmpty());
    assertServesOthers();
  }

  @Test
  void fiveHundredSlowClientsHoldNobodyUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        Socket socket = connect();
        slow.add(socket);
        // Half of them within the headers, half of them within the body.
        send(socket, i % 2 == 0 ? "POST /v1/images/upl" : uploadHead(1000));
      }
      for (int round = 0; round < 3; round++) {
        for (Socket socket : slow) {
          try {
            socket.getOutputStream().write('x');
          } catch (IOException e) {
            // Given up by the server already.
          }
        }
        assertServesOthers();
      }
      for (int i = 1; i < slow.size(); i += 2) {
        assertThat(readAll(slow.get(i))).startsWith("HTTP/1.1 408");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    assertServesOthers();
  }

  @Nested
  @TestInstance(Lifecycle.PER_CLASS)
  class HeadersThatTakeTooLong {

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Of the two times, a test is about the one that is short. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final String REQUEST = "HEAD /healthz HTTP/1.1" + END + "host: a" + END;

    private TestFacade impatient;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
      impatient = TestFacade.start(data, new ReadTimeouts.HeaderTimes(NEVER, SHORT));
    }

    @AfterAll
    void stop() {
      impatient.close();
    }

    @Test
    void endTheConnectionInItsFirstRequest(@TempDir Path data) throws IOException {
      try (TestFacade atFirst = TestFacade.start(data, new ReadTimeouts.HeaderTimes(SHORT, NEVER));
          Socket socket = connect(atFirst)) {
        send(socket, REQUEST + "x-slow: ");
        trickleUntilCutOff(socket);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          // The next request's headers.
          REQUEST + END + REQUEST + "x-slow: ",
          // A body that nobody has waited for.
          REQUEST + "content-length: 1000" + END + END
        })
    void endTheConnectionInEachOfTheNext(String start) throws IOException {
      try (Socket socket = connect(impatient)) {
        send(socket, start);
        assertThat(readUntil(socket, END + END)).startsWith("HTTP/1.1 200");
        trickleUntilCutOff(socket);
      }
    }

    @Test
    void areNotThoseOfAClientThatPausesBetweenRequests() throws IOException {
      try (Socket socket = connect(impatient)) {
        for (int i = 0; i < 3; i++) {
          send(socket, REQUEST + END);
          assertThat(readUntil(socket, END + END)).startsWith("HTTP/1.1 200");
          assertStaysOpenAndSilent(socket, SHORT.multipliedBy(11).dividedBy(20));
        }
      }
    }

    @Test
    void areNotThoseOfAClientThatWaitsForAClassification() throws Exception {
      String own = impatient.keys().create("bob", KeyMode.LIVE, 100_000);
      ApiClient bob = new ApiClient(impatient.url(), "x-api-key", own);
      await().until(() -> bob.get("/v1/images").status() == 200);
      String image = bob.upload("image", TestImages.png(1)).json().path("id").asText();
      impatient.channel.hold();
      try (Socket socket = connect(impatient)) {
        // Sent ahead, so that it begins before the first one's end is known.
        send(
            socket,
            REQUEST
                + END
                + "POST /v1/images/"
                + image
                + "/classify HTTP/1.1"
                + END
                + "host: a"
                + END
                + "x-api-key: "
                + own
                + END
                + END);
        assertThat(readUntil(socket, END + END)).startsWith("HTTP/1.1 200");
        assertStaysOpenAndSilent(socket, SHORT.multipliedBy(5).dividedBy(4));
        impatient.channel.release();
        assertThat(readUntil(socket, "main_label")).startsWith("HTTP/1.1 201");
      }
    }
  }

  private String uploadHead(long length) {
    return "POST /v1/images/upload HTTP/1.1"
        + END
        + "host: a"
        + END
        + "x-api-key: "
        + key
        + END
        + "content-type: multipart/form-data; boundary=b"
        + END
        + "content-length: "
        + length
        + END
        + END;
  }

  private List<Path> filesOfUploads() throws IOException {
    try (Stream<Path> files = Files.list(facade.data.resolve("uploads"))) {
      return files.toList();
    }
  }

  private void assertServesOthers() {
    try {
      assertThat(ann.get("/v1/images").status()).isEqualTo(200);
    } catch (InterruptedException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private Socket connect() throws IOException {
    return connect(facade);
  }

  private static Socket connect(TestFacade to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
    socket.setSoTimeout(Math.toIntExact(LONG.toMillis()));
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Sends a byte now and then until the server has had enough. */
  private static void trickleUntilCutOff(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .until(() -> isCutOffAfterAByte(socket));
  }

  private static boolean isCutOffAfterAByte(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('x');
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static void assertStaysOpenAndSilent(Socket socket, Duration time) throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(before);
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("open after: %s", answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static String readAll(Socket socket) {
    StringBuilder answer = new StringBuilder();
    try {
      byte[] buffer = new byte[4096];
      for (int count = socket.getInputStream().read(buffer);
          count >= 0;
          count = socket.getInputStream().read(buffer)) {
        answer.append(new String(buffer, 0, count, US_ASCII));
      }
    } catch (IOException e) {
      // Cut off: what came before counts.
    }
    return answer.toString();
  }
}
