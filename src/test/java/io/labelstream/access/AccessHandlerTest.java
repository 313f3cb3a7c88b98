package io.labelstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send that are none, to the port of a real Flink. */
@TestInstance(Lifecycle.PER_CLASS)
class AccessHandlerTest {

  private GuardedFlink flink;
  private String host;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    flink = GuardedFlink.start(folder);
    host = "Host: 127.0.0.1:" + flink.port();
  }

  @AfterAll
  void stop() {
    flink.close();
  }

  @AfterEach
  void nothingHasChanged() throws Exception {
    assertThat(flink.jobRuns()).isTrue();
    assertThat(flink.uploads()).isEmpty();
  }

  /** What else Flink would take for the path that ends the job. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/jobs/JOB/yarn-cancel",
        "/jobs/JOB/yarn-cancel/",
        "//jobs//JOB//yarn-cancel",
        "//jobs/JOB/yarn-cancel//",
        "/v1/jobs/JOB/yarn-cancel",
        "/jobs/JOB/%79arn-cancel",
        "/jobs/JOB/%2579arn-cancel",
        "/jobs/JOB/yarn-cancel?x=/assets/x.js",
        "/jobs/JOB/yarn-cancel%3fx",
        "/jobs/JOB/yarn-cancel%2f",
        "/jobs%2fJOB%2fyarn-cancel",
        "/jobs/JOB/yarn-cancel;x",
        "/jobs/JOB/yarn-cancel;x.js",
        "/assets/../jobs/JOB/yarn-cancel",
        "/assets/..%2fjobs/JOB/yarn-cancel",
        "/jobs/JOB/./yarn-cancel",
        "/jobs/JOB/config/../yarn-cancel",
        "/JOBS/JOB/YARN-CANCEL",
        "/jobs/JOB/yarn-cancel%00",
        "/jobs/JOB/yarn-cancel%zz",
        "http://127.0.0.1/jobs/JOB/yarn-cancel",
        "jobs/JOB/yarn-cancel",
        "/jars/x.jar/plan",
        "/v2/overview",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../x.js",
        "*"
      })
  void noPathGetsBy(String path) throws Exception {
    String target = path.replace("JOB", flink.jobId());
    assertThat(RawHttp.send(flink.port(), "GET", target, "").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /overview HTTP/1.1",
        "GET /overview HTTP/1.0",
        "GET /overview HTTP/1.1\r\nHost:",
        "GET /overview HTTP/1.1\r\nHost: evil.example:PORT",
        "GET /overview HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT",
        "GET /overview HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example:PORT",
        "GET http://127.0.0.1:PORT/overview HTTP/1.1\r\nHost: evil.example",
        "GET http://evil.example/overview HTTP/1.1\r\nHost: 127.0.0.1:PORT",
        "GET /overview HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.example",
        "GET /overview HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nsec-fetch-site: cross-site",
        "OPTIONS /overview HTTP/1.1\r\nHost: 127.0.0.1:PORT",
        "get /overview HTTP/1.1\r\nHost: 127.0.0.1:PORT"
      })
  void isRefusedForReadingToo(String head) throws Exception {
    List<RawHttp.Response> responses =
        RawHttp.exchange(flink.port(), head.replace("PORT", Integer.toString(flink.port())), "");
    assertThat(responses).hasSize(1);
    assertThat(responses.get(0).status()).isEqualTo(403);
    assertThat(responses.get(0).body()).matches("\\{\"errors\":\\[\"[^\"]{20,}\"]}");
    assertThat(responses.get(0).header("content-type")).contains("application/json; charset=UTF-8");
    assertThat(responses.get(0).header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void isNotHttp() throws Exception {
    assertThat(RawHttp.exchange(flink.port(), "GET /overview\r\n" + host, ""))
        .extracting(RawHttp.Response::status)
        .containsExactly(400);
  }

  @Test
  void oneConnectionReadsManyTimesAndEndsWithARefusal() throws Exception {
    String get = "GET /overview HTTP/1.1\r\n" + host + "\r\n\r\n";
    try (Socket socket = RawHttp.connect(flink.port())) {
      for (int request = 0; request < 3; request++) {
        RawHttp.write(socket, get);
        assertThat(RawHttp.read(socket)).get().extracting(RawHttp.Response::status).isEqualTo(200);
      }
      RawHttp.write(socket, "DELETE /cluster HTTP/1.1\r\n" + host + "\r\n\r\n" + get);
      assertThat(RawHttp.readToEnd(socket))
          .extracting(RawHttp.Response::status)
          .containsExactly(403);
    }
  }

  @Test
  void whatComesAfterARefusalIsNotServed() throws Exception {
    String authorization = "Authorization: " + flink.secret().authorization();
    assertThat(
            RawHttp.exchange(
                flink.port(),
                "POST /jars/upload HTTP/1.1\r\n" + host + "\r\nContent-Length: 4",
                "body"
                    + ("GET /jobs/" + flink.jobId() + "/yarn-cancel HTTP/1.1\r\n")
                    + (host + "\r\n" + authorization + "\r\n\r\n")))
        .extracting(RawHttp.Response::status)
        .containsExactly(403);
  }

  @Test
  void aRefusalWaitsForItsTurn() throws Exception {
    String dump = "GET /jobmanager/thread-dump HTTP/1.1\r\n" + host;
    assertThat(
            RawHttp.exchange(
                flink.port(), dump, "DELETE /cluster HTTP/1.1\r\n" + host + "\r\n\r\n"))
        .extracting(RawHttp.Response::status)
        .containsExactly(200, 403);
  }

  /** A client that asks first whether its body is wanted. */
  @Test
  void theBodyOfWhatIsRefusedIsNotAskedFor() throws Exception {
    assertThat(
            RawHttp.exchange(
                flink.port(),
                "POST /jars/upload HTTP/1.1\r\n"
                    + (host + "\r\nContent-Length: 1000\r\nExpect: 100-continue"),
                ""))
        .extracting(RawHttp.Response::status)
        .containsExactly(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100000000", "Transfer-Encoding: chunked"})
  void anUploadIsRefusedBeforeItHasArrivedAndLeavesNothing(String framing) throws Exception {
    try (Socket socket = RawHttp.connect(flink.port())) {
      RawHttp.write(
          socket,
          String.join(
              "\r\n",
              "POST /v1/jars/upload HTTP/1.1",
              host,
              framing,
              "Content-Type: multipart/form-data; boundary=x",
              "",
              ""));
      assertThat(RawHttp.read(socket)).get().extracting(RawHttp.Response::status).isEqualTo(403);
      assertThat(flink.uploads()).isEmpty();
      // Whoever goes on sending is not listened to for long.
      String part =
          "--x\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"a.jar\"\r\n\r\n";
      await()
          .until(
              () -> {
                try {
                  RawHttp.write(socket, part);
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
    }
  }
}
