package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.images.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  private TestFacade facade;
  private ApiClient ann;
  private String key;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--body-timeout=2s");
    ann = facade.client("ann");
    key = facade.keys().create("mallory", Stage.LIVE, 100_000);
    await()
        .until(
            () -> new ApiClient(facade.url(), "x-api-key", key).get("/v1/images").status() == 200);
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/9.9",
        "nonsense",
        "GET /\0 HTTP/1.1",
        "\0\0\0\0\0\0\0\0",
        "GET http://[ HTTP/1.1"
      })
  void whatIsNoHttpIsAnsweredAndCutOff(String line) throws IOException {
    try (Socket socket = connect()) {
      send(socket, line + END + "host: a" + END + "connection: close" + END + END);
      assertThat(readAll(socket)).doesNotContain(" 500 ", "Exception", "io.vertx");
    }
    assertServesOthers();
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
      assertThat(answer).doesNotContain("\r\n b\r\n").doesNotContain("HTTP/1.1 5");
      assertThat(answer.split("HTTP/1.1 ", -1).length).as("one answer at the most").isLessThan(3);
    }
    assertServesOthers();
  }

  @Test
  void aBodyThatDoesNotArriveIsGivenUp() throws IOException {
    try (Socket socket = connect()) {
      send(socket, uploadHead(1000));
      String answer = readAll(socket);
      assertThat(answer).startsWith("HTTP/1.1 408").contains("The body did not arrive in time.");
    }
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
    await()
        .untilAsserted(
            () -> {
              try (Stream<Path> files = Files.list(facade.data.resolve("uploads"))) {
                assertThat(files).isEmpty();
              }
            });
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
        long start = System.nanoTime();
        assertServesOthers();
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(2);
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

  private void assertServesOthers() {
    try {
      assertThat(ann.get("/v1/images").status()).isEqualTo(200);
    } catch (InterruptedException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
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
