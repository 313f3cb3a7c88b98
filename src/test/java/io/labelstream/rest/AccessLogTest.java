package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path data;
  private TestFacade facade;
  private CapturedLog log;

  @BeforeEach
  void start() throws Exception {
    facade = TestFacade.start(data, "--trusted-proxies=127.0.0.1");
    log = new CapturedLog();
  }

  @AfterEach
  void stop() {
    log.close();
    facade.close();
  }

  /** The fields of the line about a path, once there is one. */
  static Map<String, String> line(CapturedLog log, String path) {
    return await().until(() -> lines(log, path), lines -> !lines.isEmpty()).get(0);
  }

  private static List<Map<String, String>> lines(CapturedLog log, String path) {
    return log.events().stream()
        .filter(event -> event.getLoggerName().equals(AccessLog.class.getName()))
        .map(event -> event.getContextData().toMap())
        .filter(fields -> path.equals(fields.get("path")))
        .toList();
  }

  @Test
  void saysWhoAskedWhatAndWhatWasSent() throws Exception {
    String key = facade.key("ann", KeyMode.LIVE, 100);
    ApiClient client = new ApiClient(facade.url(), "x-api-key", key);
    String unknown = "/v1/images/image_000000000000000000000001";
    ApiClient.Response response =
        client
            .with(
                "x-request-id",
                "r-1",
                "x-forwarded-for",
                "192.0.2.7",
                "traceparent",
                "00-" + TRACE + "-b7ad6b7169203331-01")
            .get(unknown + "?secret=1");
    assertThat(response.status()).isEqualTo(404);
    Map<String, String> line = line(log, unknown);
    assertThat(line)
        .containsEntry("request_id", "r-1")
        .containsEntry("trace_id", TRACE)
        .containsEntry("key_id", key.substring("live_".length(), "live_".length() + 8))
        .containsEntry("client", "192.0.2.7")
        .containsEntry("method", "GET")
        .containsEntry("status", "404")
        .containsKey("duration_ms");
    assertThat(line).containsEntry("bytes", Integer.toString(response.text().length()));
    assertThat(log.messages(AccessLog.class))
        .anyMatch(text -> text.matches("GET " + unknown + " 404 \\d+ bytes \\d+ ms 192.0.2.7"))
        .noneMatch(text -> text.contains("secret"));
    assertThat(log.events())
        .noneMatch(event -> (text(event) + event.getContextData().toMap()).contains(key));
  }

  @Test
  void tellsAnUnknownKeyFromAKnownOne() throws Exception {
    new ApiClient(facade.url(), "x-api-key", "live_" + "0".repeat(40)).get("/v1/images");
    assertThat(line(log, "/v1/images")).containsEntry("status", "401").doesNotContainKey("key_id");
  }

  @Test
  void holdsNoCharacterThatIsNoText() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port())) {
      String request = "GET /\u001b[31m\u0007\u009b/x HTTP/1.1\r\nhost: a\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isPositive();
    }
    new ApiClient(facade.url()).get("/end");
    line(log, "/end");
    assertThat(log.messages(AccessLog.class)).allMatch(text -> text.matches("[ -~]+"));
  }

  @Test
  void knowsARequestWhoseClientHasGone() throws Exception {
    String key = facade.key("ann", KeyMode.LIVE, 100);
    String image =
        new ApiClient(facade.url(), "x-api-key", key)
            .upload("a", TestImages.png(1))
            .json()
            .path("id")
            .asText();
    facade.channel.hold();
    String path = "/v1/images/" + image + "/classify";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port())) {
      String request =
          "POST "
              + path
              + " HTTP/1.1\r\nhost: a\r\nx-request-id: gone\r\nx-api-key: "
              + key
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await().until(() -> !facade.channel.sent().isEmpty());
    }
    assertThat(line(log, path))
        .containsEntry("status", "499")
        .containsEntry("request_id", "gone")
        .containsEntry("bytes", "0")
        .containsKey("key_id");
  }

  private static String text(LogEvent event) {
    return event.getMessage().getFormattedMessage();
  }
}
