package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labelstream.processes.Jdk;
import io.labelstream.store.TestImages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images from a real https server that tries each trick. */
@TestInstance(Lifecycle.PER_CLASS)
class UrlImportTest {

  private static final String PASSWORD = "password";

  /** What names lead to; the public addresses of this test are 127.0.0.2 and on. */
  private static final Map<String, String[]> NAMES =
      Map.of(
          "good.example.com", new String[] {"127.0.0.2"},
          "private.example.com", new String[] {"127.0.0.1"},
          "half.example.com", new String[] {"127.0.0.2", "10.0.0.1"},
          "other.example.com", new String[] {"127.0.0.3"});

  private final Map<String, Integer> lookUps = new ConcurrentHashMap<>();
  private final AtomicInteger cutOff = new AtomicInteger();
  private Vertx vertx;
  private HttpClientOptions trust;
  private int port;
  private TestFacade facade;
  private ApiClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Jdk.program("keytool"),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-alias",
                "test",
                "-dname",
                "CN=good.example.com",
                "-ext",
                "SAN=dns:good.example.com,dns:other.example.com,dns:half.example.com",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    PfxOptions keys = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
            .requestHandler(this::serve)
            .listen(0, "0.0.0.0")
            .await();
    port = server.actualPort();
    trust = new HttpClientOptions().setTrustOptions(keys);
    facade =
        TestFacade.start(
            folder.resolve("data"),
            this::resolve,
            trust,
            "--import-origins=https://*.example.com:" + port);
    client = facade.client("ann");
  }

  @AfterAll
  void stop() {
    facade.close();
    vertx.close().await();
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    // The second answer for a name is another one, as a name server that rebinds gives it.
    int count = lookUps.merge(host, 1, Integer::sum);
    String[] addresses = NAMES.getOrDefault(host, new String[0]);
    if (host.equals("rebinding.example.com")) {
      addresses = new String[] {count == 1 ? "127.0.0.2" : "127.0.0.1"};
    }
    if (addresses.length == 0) {
      throw new UnknownHostException(host);
    }
    InetAddress[] resolved = new InetAddress[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      resolved[i] = InetAddress.getByName(addresses[i]);
    }
    return resolved;
  }

  private void serve(HttpServerRequest request) {
    switch (request.path()) {
      case "/cat.png" -> request.response().end(Buffer.buffer(TestImages.png(9)));
      case "/echo" -> {
        // Whom the request was meant for, in a header that the test reads as an error.
        request.response().setStatusCode(200).end(request.authority().toString());
      }
      case "/to" -> {
        request.response().setStatusCode(302).putHeader("location", request.query());
        begin(request);
      }
      case "/silent" -> countCutOff(request);
      case "/drip" -> {
        countCutOff(request);
        request.response().setChunked(true);
        long drops = vertx.setPeriodic(50, drop -> request.response().write("x"));
        request.connection().closeHandler(closed -> vertx.cancelTimer(drops));
      }
      case "/slow" ->
          vertx.setTimer(6_000, time -> request.response().end(Buffer.buffer(TestImages.png(9))));
      case "/nowhere" -> request.response().setStatusCode(302).end();
      case "/endless" -> {
        request.response().setChunked(true);
        pour(request);
      }
      case "/claims" ->
          request
              .response()
              .putHeader("content-length", "1000000000")
              .write(Buffer.buffer(new byte[1000]))
              .onComplete(written -> request.connection().close());
      default -> {
        request.response().setStatusCode(404);
        begin(request);
      }
    }
  }

  /** Sends a body without its end: whoever wants no more of it has to cut it off. */
  private static void begin(HttpServerRequest request) {
    request.response().setChunked(true).write("This page has moved.");
  }

  private void countCutOff(HttpServerRequest request) {
    request.response().exceptionHandler(closed -> cutOff.incrementAndGet());
  }

  private static void pour(HttpServerRequest request) {
    request.response().write(Buffer.buffer(new byte[1 << 20])).onSuccess(written -> pour(request));
  }

  @Test
  void anImageIsFetchedAndStored() throws Exception {
    ApiClient.Response created = create("https://good.example.com:" + port + "/cat.png");
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.json().path("format").asText()).isEqualTo("png");
    String id = created.json().path("id").asText();
    assertThat(client.get("/v1/images/" + id + "/download").body()).isEqualTo(TestImages.png(9));
  }

  @Test
  void redirectsWithinTheOriginsAreFollowed() throws Exception {
    assertThat(create(url("/to?https://other.example.com:" + port + "/cat.png")).status())
        .isEqualTo(201);
    assertThat(create(url("/to?/cat.png")).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "/missing, 'url must lead to an image, but its server answered 404'",
    "/echo, 'image must be a JPEG, PNG or WebP'",
    "/to?https://evil.net/cat.png, 'url must not be redirected out of the allowed origins'",
    "/to?http://good.example.com/cat.png, 'url must not be redirected out of the allowed origins'",
    "/to?file:///etc/passwd, 'url must not be redirected out of the allowed origins'",
    "/to?https://127.0.0.1/, 'url must not be redirected out of the allowed origins'",
    "/to?https://[::1]/, 'url must not be redirected out of the allowed origins'",
    "/nowhere, 'url must lead to an image in fewer than 4 redirects'",
    "/endless, 'image must be at most 20971520 bytes'",
    "/claims, 'url could not be read: its server cannot be reached or broke off'"
  })
  void tricksAreAnswers(String path, String reason) throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      assertRefused(url(path), reason);
      assertThat(log.events())
          .as("what a client brings about is no error of ours")
          .noneMatch(event -> event.getLevel().isMoreSpecificThan(Level.WARN));
    }
  }

  @Test
  void aSlowServerIsWaitedFor() throws Exception {
    assertThat(create(url("/slow")).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/silent", "/drip"})
  void oneDeadlineHoldsForAllOfAFetch(String path) {
    int before = cutOff.get();
    assertThatThrownBy(() -> fetchWithinASecond(url(path)))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused ->
                assertThat(refused.body().errors())
                    .containsExactly("url must be read within 1 s, but was not"));
    await().until(() -> cutOff.get() > before);
  }

  @Test
  void theDeadlineHoldsForAServerThatSaysNothingOfTls() throws Exception {
    try (ServerSocket mute = new ServerSocket(0)) {
      assertThatThrownBy(
              () -> fetchWithinASecond("https://good.example.com:" + mute.getLocalPort() + "/"))
          .isInstanceOfSatisfying(
              ApiException.class,
              refused ->
                  assertThat(refused.body().errors())
                      .containsExactly("url must be read within 1 s, but was not"));
    }
  }

  private void fetchWithinASecond(String url) {
    try (BlockingExecutor blocking = new BlockingExecutor(vertx, new SimpleMeterRegistry())) {
      new UrlImport(
              vertx.createHttpClient(UrlImport.options(trust)),
              blocking,
              new ImportOrigins(List.of("https://good.example.com:" + port)),
              this::resolve,
              address -> true,
              Duration.ofSeconds(1))
          .fetch(URI.create(url), bytes -> Future.succeededFuture(bytes.length))
          .await();
    }
  }

  @Test
  void aLoopOfRedirectsEnds() throws Exception {
    String loop = url("/to?/to?/to?/to?/to?/to?/cat.png");
    assertRefused(loop, "url must lead to an image in fewer than 4 redirects");
  }

  @Test
  void privateAddressesAreRefused() throws Exception {
    String reason = "url must not lead to a private address";
    assertRefused("https://private.example.com:" + port + "/cat.png", reason);
    assertRefused("https://half.example.com:" + port + "/cat.png", reason);
    assertRefused(url("/to?https://private.example.com:" + port + "/cat.png"), reason);
  }

  @Test
  void aNameIsLookedUpOnceForAConnection() throws Exception {
    // Its certificate is not for that name, so the connection ends, but at the address checked.
    assertRefused(
        "https://rebinding.example.com:" + port + "/cat.png",
        "url could not be read: its server cannot be reached or broke off");
    assertThat(lookUps.get("rebinding.example.com")).isEqualTo(1);
  }

  @Test
  void whatCannotBeReachedIsAnAnswer() throws Exception {
    assertRefused(
        "https://unknown.example.com:" + port + "/cat.png",
        "url could not be read: its server cannot be reached or broke off");
  }

  private String url(String path) {
    return "https://good.example.com:" + port + path;
  }

  private void assertRefused(String url, String reason) throws Exception {
    ApiClient.Response response = create(url);
    assertThat(response.status()).isEqualTo(422);
    assertThat(response.errors()).containsExactly(reason);
  }

  private ApiClient.Response create(String url) throws Exception {
    return client.postJson("/v1/images", "{\"name\":\"cat\",\"url\":\"" + url + "\"}");
  }
}
