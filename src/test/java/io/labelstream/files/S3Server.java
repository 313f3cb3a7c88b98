package io.labelstream.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.Jdk;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** S3Proxy in a process of its own, which keeps objects in memory and wants signed requests. */
public final class S3Server implements AutoCloseable {

  private static final Path JAR = Path.of(System.getProperty("labelstream.s3proxy", ""));
  private static final String ACCESS_KEY = "test-access";
  private static final String SECRET_KEY = "test-secret";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port;
  private final Process process;

  private S3Server(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Starts a server, which has some buckets when this returns. */
  public static S3Server start(Path folder, String... buckets) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=transient
            jclouds.identity=unused
            jclouds.credential=unused
            """
                .formatted(port, ACCESS_KEY, SECRET_KEY));
    Path logging =
        Files.writeString(
            folder.resolve("logback.xml"),
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %level %logger %msg%n</pattern></encoder>
              </appender>
              <root level="warn"><appender-ref ref="out"/></root>
            </configuration>
            """);
    Process process =
        new ProcessBuilder(
                Jdk.program("java"),
                "-Xmx512m",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                JAR.toString(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    S3Server server = new S3Server(port, process);
    try {
      for (String bucket : buckets) {
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreException(ConnectException.class)
            .until(() -> server.send("PUT", "/" + bucket, new byte[0]).statusCode() == 200);
      }
    } catch (RuntimeException e) {
      server.close();
      throw new IllegalStateException(Files.readString(folder.resolve("s3proxy.log")), e);
    }
    return server;
  }

  /** On 127.0.0.1. */
  public int port() {
    return port;
  }

  /** What a process has in its environment to be let in. */
  public static Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
  }

  /** The same as lines of a {@code config.yaml}, for a test's own process. */
  public static String credentialLines() {
    return "s3.access-key: " + ACCESS_KEY + "\ns3.secret-key: " + SECRET_KEY + "\n";
  }

  /**
   * Writes a {@code config.yaml} as operations.md has it, with a wrong secret for one bucket.
   *
   * @param endpoint port on 127.0.0.1 that leads to a server
   * @param more lines
   * @return its folder
   */
  public static Path configure(Path folder, int endpoint, String deniedBucket, String more)
      throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        s3.endpoint: http://127.0.0.1:%d
        s3.path.style.access: true
        s3.connection.timeout: 10000
        s3.bucket.%s.access.key: %s
        s3.bucket.%s.secret.key: wrong
        %s"""
            .formatted(endpoint, deniedBucket, ACCESS_KEY, deniedBucket, more));
    return folder;
  }

  /** Stores an object. */
  public void put(String path, byte[] bytes) throws Exception {
    assertThat(send("PUT", path, bytes).statusCode()).isEqualTo(200);
  }

  /** What is in a bucket, as XML. */
  public String list(String bucket) throws Exception {
    HttpResponse<String> response = send("GET", "/" + bucket, new byte[0]);
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private HttpResponse<String> send(String method, String path, byte[] body)
      throws IOException, InterruptedException, GeneralSecurityException {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET_KEY.getBytes(UTF_8), "HmacSHA1"));
    String text = method + "\n\n\n" + date + "\n" + path;
    String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .header("date", date)
            .header("authorization", "AWS " + ACCESS_KEY + ":" + signature)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
