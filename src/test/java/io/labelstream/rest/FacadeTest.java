package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.event.ErrorCode;
import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over real HTTP. Each response is held against the description, see {@link ApiClient}. */
@TestInstance(Lifecycle.PER_CLASS)
class FacadeTest {

  private static final String UNKNOWN = "/v1/images/image_000000000000000000000000";

  private TestFacade facade;
  private ApiClient ann;
  private int images;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--cors-origins=https://a.example.com");
    ann = facade.client("ann");
  }

  @AfterAll
  void stop() {
    facade.close();
  }

  private String upload() throws Exception {
    return upload(ann);
  }

  private String upload(ApiClient client) throws Exception {
    ApiClient.Response response = client.upload("image", TestImages.png(++images));
    assertThat(response.status()).as(response.text()).isEqualTo(201);
    return "/v1/images/" + response.json().path("id").asText();
  }

  @Nested
  class Images {

    @Test
    void areUploadedReadAndDeleted() throws Exception {
      byte[] bytes = TestImages.png(4711);
      ApiClient.Response created = ann.upload("Katze 😀", bytes);
      assertThat(created.status()).isEqualTo(201);
      JsonNode image = created.json();
      assertThat(image.path("id").asText()).matches("^image_[a-z0-9]{24}$");
      assertThat(image.path("name").asText()).isEqualTo("Katze 😀");
      assertThat(image.path("format").asText()).isEqualTo("png");
      assertThat(image.path("created_at").asText())
          .matches("2026-11-25T03:\\d\\d:\\d\\d\\.\\d{3}Z");
      String path = "/v1/images/" + image.path("id").asText();
      assertThat(ann.get(path).json()).isEqualTo(image);
      ApiClient.Response download = ann.get(path + "/download");
      assertThat(download.body()).isEqualTo(bytes);
      assertThat(download.header("content-type")).isEqualTo("image/png");
      ApiClient.Response head = ann.send("HEAD", path + "/download", new byte[0]);
      assertThat(head.header("content-length")).isEqualTo(Integer.toString(bytes.length));
      assertThat(ann.delete(path).status()).isEqualTo(204);
      assertThat(ann.get(path).status()).isEqualTo(404);
      assertThat(ann.get(path + "/download").status()).isEqualTo(404);
      assertThat(ann.delete(path).status()).isEqualTo(404);
      assertThat(ann.post(path + "/classify").status()).isEqualTo(404);
    }

    @Test
    void ofTestKeysExpire(@TempDir Path folder) throws Exception {
      try (TestFacade ageing = TestFacade.start(folder)) {
        ApiClient live = ageing.client("ann");
        ApiClient tests = ageing.client("ann", KeyMode.TEST, 100_000);
        String kept = upload(live);
        String expiring = upload(tests);
        ageing.clock.advance(Duration.ofDays(89));
        String younger = upload(tests);
        assertThat(tests.get(expiring).status()).isEqualTo(200);
        ageing.clock.advance(Duration.ofDays(2));
        await().until(() -> tests.get(expiring).status() == 404);
        assertThat(tests.get(younger).status()).isEqualTo(200);
        assertThat(live.get(kept).status()).isEqualTo(200);
      }
    }

    @Test
    void beyondTheAccountsLimitAreRefused(@TempDir Path folder) throws Exception {
      try (TestFacade small = TestFacade.start(folder, "--max-images=1")) {
        ApiClient bob = small.client("bob");
        String first = upload(bob);
        ApiClient.Response response = bob.upload("second", TestImages.png(2));
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.errors())
            .containsExactly("image does not fit: the account's limit of images is 1");
        assertThat(bob.delete(first).status()).isEqualTo(204);
        upload(bob);
      }
    }

    @Test
    void areToldByContentNotByName() throws Exception {
      ApiClient.Response response = ann.upload("a", "GIF89a…".getBytes(UTF_8));
      assertThat(response.status()).isEqualTo(422);
      assertThat(response.errors())
          .containsExactly("image must be a JPEG, PNG or WebP, but is a GIF");
    }

    @Test
    void everyViolationIsListed() throws Exception {
      ApiClient.Response response =
          ann.uploadParts(
              ApiClient.field("name", "x".repeat(31)), ApiClient.field("image", "no file"));
      assertThat(response.status()).isEqualTo(422);
      assertThat(response.errors())
          .containsExactly("name must have 1 to 30 characters", "image must be a file");
    }

    @Test
    void partsMustBeThereOnce() throws Exception {
      byte[] name = ApiClient.field("name", "a");
      byte[] image = ApiClient.file("image", TestImages.png(1));
      assertThat(ann.uploadParts(name, name, image).errors())
          .containsExactly("name must be given once");
      assertThat(ann.uploadParts(name, image, image).errors())
          .containsExactly("image must be given once");
      assertThat(ann.uploadParts(image).errors()).containsExactly("name is required");
      assertThat(ann.uploadParts(name).errors())
          .containsExactly("image is required, as a file in multipart/form-data");
      assertThat(ann.uploadParts().errors()).hasSize(2);
    }

    @Test
    void aWrongBoundaryIsAnAnswer() throws Exception {
      ApiClient.Response response =
          ann.with("content-type", "multipart/form-data; boundary=other")
              .send("POST", "/v1/images/upload", ApiClient.field("name", "a"));
      assertThat(response.status()).isEqualTo(422);
      assertThat(response.errors()).isNotEmpty();
    }

    @Test
    void anUploadLeavesNoFileBehind() throws Exception {
      upload();
      ann.upload("a", new byte[100]);
      await()
          .untilAsserted(
              () -> {
                try (Stream<Path> files = Files.list(facade.data.resolve("uploads"))) {
                  assertThat(files).isEmpty();
                }
              });
    }

    @Test
    void aBodyThatIsNoFormIsNotTaken() throws Exception {
      ApiClient.Response response =
          ann.with("content-type", "application/octet-stream")
              .send("POST", "/v1/images/upload", TestImages.png(1));
      assertThat(response.status()).isEqualTo(415);
    }

    @Test
    void oversizeIsRefused() throws Exception {
      byte[] large = TestImages.pngOfSize(1, 20 * 1024 * 1024 + 1);
      assertThat(ann.upload("a", large).errors())
          .containsExactly("image must be at most 20971520 bytes, but has 20971521");
    }

    @Test
    void theLargestIsTaken() throws Exception {
      assertThat(ann.upload("a", TestImages.pngOfSize(1, 20 * 1024 * 1024)).status())
          .isEqualTo(201);
    }

    @Test
    void belongToAnAccountAndStage() throws Exception {
      String path = upload();
      ApiClient bob = facade.client("bob");
      ApiClient annTesting = facade.client("ann", KeyMode.TEST, 100);
      for (String call : new String[] {"", "/download"}) {
        assertThat(bob.get(path + call).status()).isEqualTo(403);
        assertThat(annTesting.get(path + call).status()).isEqualTo(404);
      }
      assertThat(bob.post(path + "/classify").status()).isEqualTo(403);
      assertThat(bob.delete(path).status()).isEqualTo(403);
      assertThat(bob.get(path).json().path("message").asText())
          .isEqualTo("You are not allowed to access this image.");
      assertThat(bob.get("/v1/images").json().path("data")).isEmpty();
      assertThat(ann.get(path).status()).isEqualTo(200);
    }

    @Test
    void areListedInPages() throws Exception {
      ApiClient client = facade.client("lister");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        facade.clock.advance(Duration.ofMillis(1));
        ids.add(0, upload(client).substring("/v1/images/".length()));
      }
      assertThat(ids(client.get("/v1/images"))).isEqualTo(ids.subList(0, 10));
      ApiClient.Response first = client.get("/v1/images?take=5");
      assertThat(ids(first)).isEqualTo(ids.subList(0, 5));
      assertThat(first.json().path("links").path("previous").isNull()).isTrue();
      String next = first.json().path("links").path("next").asText();
      assertThat(next).startsWith(facade.url() + "/v1/images?");
      ApiClient.Response second = client.get(next.substring(facade.url().length()));
      assertThat(ids(second)).isEqualTo(ids.subList(5, 10));
      String previous = second.json().path("links").path("previous").asText();
      assertThat(ids(client.get(previous.substring(facade.url().length()))))
          .isEqualTo(ids.subList(0, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"take=0", "take=101", "take=x", "take=-1", "take=1&take=2", "from=cat"})
    void aWrongPageIsAnAnswer(String query) throws Exception {
      assertThat(ann.get("/v1/images?" + query).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"take=&from=", "take=undefined&from=undefined", "take", "take=&take=10&take"})
    void whatIsEmptyOrUndefinedIsNotGiven(String query) throws Exception {
      upload();
      assertThat(ann.get("/v1/images?" + query).json()).isEqualTo(ann.get("/v1/images").json());
    }

    private List<String> ids(ApiClient.Response page) {
      List<String> ids = new ArrayList<>();
      page.json().path("data").forEach(image -> ids.add(image.path("id").asText()));
      return ids;
    }
  }

  @Nested
  class FromUrl {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://storage.googleapis.com/a.jpg",
          "https://example.com/a.jpg",
          "https://127.0.0.1/",
          "file:///etc/passwd",
          "https://storage.googleapis.com@evil.net/",
          "not a url"
        })
    void onlyFromAllowedOrigins(String url) throws Exception {
      ApiClient.Response response =
          ann.postJson("/v1/images", "{\"name\":\"a\",\"url\":\"" + url + "\"}");
      assertThat(response.status()).isEqualTo(422);
      assertThat(response.errors())
          .containsExactly("url must be an https URL of an allowed origin");
    }

    @Test
    void everyViolationIsListed() throws Exception {
      assertThat(ann.postJson("/v1/images", "{}").errors())
          .containsExactly("name is required", "url is required");
      assertThat(ann.postJson("/v1/images", "{\"name\":1,\"url\":[]}").errors())
          .containsExactly("name is required", "url is required");
    }

    @Test
    void takesJsonOnly() throws Exception {
      assertThat(ann.postJson("/v1/images", "[").errors())
          .containsExactly("body must be a JSON object");
      assertThat(ann.postJson("/v1/images", "[]").status()).isEqualTo(422);
      assertThat(
              ann.with("content-type", "text/plain")
                  .send("POST", "/v1/images", new byte[1])
                  .status())
          .isEqualTo(415);
      assertThat(ann.postJson("/v1/images", "{\"name\":\"" + "x".repeat(70_000) + "\"}").errors())
          .containsExactly("body must be at most 65536 bytes");
    }
  }

  @Nested
  class Classify {

    @AfterEach
    void goOn() {
      facade.channel.clear();
    }

    @ParameterizedTest
    @CsvSource(
        nullValues = "-",
        value = {"-,-", "application/json,{}", "text/plain,anything", "application/json,-"})
    void takesAnyBody(String type, String body) throws Exception {
      ApiClient client = type == null ? ann : ann.with("content-type", type);
      ApiClient.Response response =
          client.send(
              "POST", upload() + "/classify", body == null ? new byte[0] : body.getBytes(UTF_8));
      assertThat(response.status()).isEqualTo(201);
      assertThat(response.json().path("main_label").asText()).isEqualTo("Tabby");
      assertThat(response.json().path("secondary_labels")).hasSize(4);
    }

    @Test
    void logsTheTraceOfARequest() throws Exception {
      try (CapturedLog log = new CapturedLog()) {
        ann.with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .get("/v1/images");
        await()
            .untilAsserted(
                () ->
                    assertThat(log.events())
                        .filteredOn(event -> event.getLoggerName().endsWith("AccessLog"))
                        .extracting(event -> event.getContextData().toMap().get("trace_id"))
                        .contains("0af7651916cd43dd8448eb211c80319c"));
      }
    }

    @Test
    void asksTheJobByReference() throws Exception {
      String path = upload();
      String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      ApiClient.Response response =
          ann.with("x-request-id", "my-request", "traceparent", trace, "tracestate", "a=1")
              .post(path + "/classify?top_k=3&min_score=0.25&floor=0.4");
      assertThat(response.header("x-request-id")).isEqualTo("my-request");
      FakeJobChannel.Sent sent = facade.channel.sent().get(0);
      assertThat(sent.header("ce_requestid")).isEqualTo("my-request");
      assertThat(sent.header("traceparent")).isEqualTo(trace);
      assertThat(sent.header("tracestate")).isEqualTo("a=1");
      assertThat(sent.header("ce_subject")).isEqualTo(path.substring("/v1/images/".length()));
      assertThat(Path.of(URI.create(sent.header("ce_dataref"))))
          .hasParent(facade.data.resolve("images"))
          .exists();
      assertThat(sent.header("ce_topk")).isEqualTo("3");
      assertThat(sent.header("ce_minscore")).isEqualTo("0.25");
      assertThat(sent.header("ce_floor")).isEqualTo("0.4");
    }

    @Test
    void readsNumbersAsRecordsDo() throws Exception {
      assertThat(ann.post(upload() + "/classify?min_score=1e-3").status()).isEqualTo(201);
      assertThat(facade.channel.sent().get(0).header("ce_minscore")).isEqualTo("0.001");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "top_k=0",
          "top_k=1001",
          "top_k=1.5",
          "top_k=x",
          "top_k=1&top_k=2",
          "min_score=-0.1",
          "min_score=1.1",
          "min_score=NaN",
          "min_score=1e3",
          "floor=1.1",
          "floor=x",
          "floor=0.1&floor=0.2"
        })
    void wrongOptionsAreAnAnswer(String query) throws Exception {
      assertThat(ann.post(UNKNOWN + "/classify?" + query).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "top_k=&min_score=&floor=",
          "top_k=undefined&min_score=undefined&floor=undefined"
        })
    void optionsThatAreEmptyOrUndefinedAreNotGiven(String query) throws Exception {
      assertThat(ann.post(upload() + "/classify?" + query).status()).isEqualTo(201);
      FakeJobChannel.Sent sent = facade.channel.sent().get(0);
      assertThat(sent.header("ce_topk") + sent.header("ce_minscore") + sent.header("ce_floor"))
          .isEmpty();
    }

    @Test
    void allOptionsAreNamed() throws Exception {
      assertThat(ann.post(UNKNOWN + "/classify?top_k=0&min_score=2&floor=3").errors())
          .containsExactly(
              "top_k must be a whole number from 1 to 1000",
              "min_score must be a number from 0 to 1",
              "floor must be a number from 0 to 1");
    }

    @Test
    void anAnswerThatTheModelIsNotSureOfIsA422AndNotKept() throws Exception {
      String path = upload() + "/classify";
      String reason = "floor must be at most the score of the best label";
      facade.channel.answerWith(ErrorCode.UNDECIDED, reason);
      ApiClient.Response undecided = ann.post(path + "?floor=0.9");
      assertThat(undecided.status()).isEqualTo(422);
      assertThat(undecided.errors()).containsExactly(reason);
      facade.channel.clear();
      assertThat(ann.post(path + "?floor=0.9").status()).isEqualTo(201);
      assertThat(facade.channel.sent()).hasSize(1);
    }

    @Test
    void aHundredPostsForOneImagePutOneRecordOnTheTopic() throws Exception {
      String path = upload() + "/classify";
      facade.channel.hold();
      ExecutorService clients = Executors.newFixedThreadPool(100);
      try {
        List<Future<ApiClient.Response>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          Callable<ApiClient.Response> call = () -> ann.post(path);
          replies.add(clients.submit(call));
        }
        await().until(() -> !facade.channel.sent().isEmpty());
        facade.channel.release();
        for (Future<ApiClient.Response> reply : replies) {
          assertThat(reply.get().status()).isEqualTo(201);
        }
      } finally {
        clients.shutdownNow();
      }
      assertThat(facade.channel.sent()).hasSize(1);
    }

    @Test
    void theJobsErrorsAreErrors() throws Exception {
      String path = upload() + "/classify";
      facade.channel.answerWith(ErrorCode.UNDECODABLE_IMAGE, "image is damaged");
      assertThat(ann.post(path).errors()).containsExactly("image is damaged");
      facade.channel.answerWith(ErrorCode.INFERENCE_FAILED, "An unexpected error occurred.");
      assertThat(ann.post(path).status()).isEqualTo(500);
      facade.channel.answerWith(ErrorCode.REFERENCE_UNAVAILABLE, "Please try again later.");
      ApiClient.Response unavailable = ann.post(path);
      assertThat(unavailable.status()).isEqualTo(503);
      assertThat(unavailable.header("retry-after")).isEqualTo("1");
      facade.channel.answerWith(ErrorCode.EXPIRED, "The request expired.");
      assertThat(ann.post(path).status()).isEqualTo(504);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDDEN_REFERENCE", "MISSING_REFERENCE"})
    void aReferenceOfOursThatTheJobRefusesIsOurFault(ErrorCode code) throws Exception {
      facade.channel.answerWith(code, "dataref must be another one");
      ApiClient.Response response = ann.post(upload() + "/classify");
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.text()).doesNotContain("dataref");
    }

    @Test
    void noBrokerIsA503AtOnce() throws Exception {
      String path = upload() + "/classify";
      facade.channel.disconnect();
      ApiClient.Response response = ann.post(path);
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("retry-after")).isEqualTo("1");
      assertThat(ann.with("prefer", "respond-async").post(path).status()).isEqualTo(503);
    }

    @Test
    void mayBeAskedForInTheBackground() throws Exception {
      String path = upload();
      facade.channel.hold();
      ApiClient.Response accepted =
          ann.with("prefer", "wait=10, respond-async").post(path + "/classify");
      assertThat(accepted.status()).isEqualTo(202);
      assertThat(accepted.header("preference-applied")).isEqualTo("respond-async");
      String location = accepted.header("location");
      assertThat(location).startsWith(path + "/classifications/");
      assertThat(ann.get(location).json().path("status").asText()).isEqualTo("pending");
      facade.channel.release();
      await()
          .untilAsserted(
              () ->
                  assertThat(ann.get(location).json().path("result").path("main_label").asText())
                      .isEqualTo("Tabby"));
      assertThat(facade.client("eve").get(location).status()).isEqualTo(404);
      assertThat(ann.get(path + "/classifications/unknown").status()).isEqualTo(404);
    }

    @Test
    void aFailureInTheBackgroundIsTold() throws Exception {
      facade.channel.hold();
      String location =
          ann.with("prefer", "respond-async").post(upload() + "/classify").header("location");
      facade.channel.answerWith(ErrorCode.UNDECODABLE_IMAGE, "image is damaged");
      facade.channel.release();
      await()
          .untilAsserted(
              () ->
                  assertThat(ann.get(location).json().path("error").path("errors").path(0).asText())
                      .isEqualTo("image is damaged"));
    }
  }

  @Nested
  class Keys {

    @Test
    void missingOrUnknownOnesAre401() throws Exception {
      for (ApiClient client :
          List.of(
              facade.anonymous(),
              facade.anonymous().with("x-api-key", "live_" + "0".repeat(40)),
              facade.anonymous().with("x-api-key", "x"))) {
        for (String path : new String[] {"/v1/images", UNKNOWN, UNKNOWN + "/download"}) {
          assertThat(client.get(path).status()).isEqualTo(401);
        }
        assertThat(client.post(UNKNOWN + "/classify").status()).isEqualTo(401);
        assertThat(client.delete(UNKNOWN).status()).isEqualTo(401);
        assertThat(client.upload("a", TestImages.png(1)).status()).isEqualTo(401);
        assertThat(client.postJson("/v1/images", "{}").status()).isEqualTo(401);
      }
      assertThat(facade.anonymous().get("/v1/images").json().path("message").asText())
          .isEqualTo("API key is required.");
    }

    @Test
    void aRevokedOneIsUnknownSoon() throws Exception {
      ApiClient client = facade.client("revoked");
      String id =
          facade.keys().read().stream()
              .filter(key -> key.account().equals("revoked"))
              .findFirst()
              .orElseThrow()
              .id();
      facade.keys().revoke(id);
      await().until(() -> client.get("/v1/images").status() == 401);
    }

    @Test
    void haveARate() throws Exception {
      ApiClient client = facade.client("slow", KeyMode.TEST, 10);
      ApiClient.Response allowed = client.get("/v1/images");
      assertThat(allowed.header("ratelimit-limit")).isEqualTo("10");
      int left = Integer.parseInt(allowed.header("ratelimit-remaining"));
      for (int i = 0; i < left; i++) {
        assertThat(client.get("/v1/images").status()).isEqualTo(200);
      }
      for (ApiClient.Response refused :
          List.of(
              client.get("/v1/images"),
              client.post(UNKNOWN + "/classify"),
              client.upload("a", TestImages.png(1)))) {
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("ratelimit-remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 6);
        assertThat(refused.json().path("message").asText())
            .isEqualTo("Rate limit exceeded. Try again later.");
      }
      facade.clock.advance(Duration.ofSeconds(6));
      assertThat(client.get("/v1/images").status()).isEqualTo(200);
    }
  }

  @Nested
  class Http {

    @ParameterizedTest
    @CsvSource({
      "PUT,/v1/images,'GET, HEAD, OPTIONS, POST'",
      "GET,/v1/images/upload,'OPTIONS, POST'",
      "PATCH,/v1/images/image_000000000000000000000000,'DELETE, GET, HEAD, OPTIONS'",
      "GET,/v1/images/image_000000000000000000000000/classify,'OPTIONS, POST'",
      "DELETE,/healthz,'GET, HEAD, OPTIONS'",
      "POST,/,'GET, HEAD, OPTIONS'"
    })
    void otherMethodsAre405(String method, String path, String allowed) throws Exception {
      ApiClient.Response response = ann.send(method, path, new byte[0]);
      assertThat(response.status()).isEqualTo(405);
      assertThat(response.header("allow")).isEqualTo(allowed);
      ApiClient.Response options = ann.send("OPTIONS", path, new byte[0]);
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/nope",
          "/v1",
          "/v1/images/..%2f..%2fetc%2fpasswd",
          "/v1/images/%00",
          "/v1/images/image_%2e%2e",
          "/v1/images/x",
          "/v1/images/a/b/c",
          "/photographs/..%2fx",
          "/docs/../../etc/passwd",
          "/metrics"
        })
    void whatIsNotThereIs404(String path) throws Exception {
      ApiClient.Response response = ann.get(path);
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.json().path("error").asText()).isEqualTo("Not Found");
      assertThat(response.text()).doesNotContain("etc", "passwd");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/v1/images/%zz",
          "/v1/images/image_000000000000000000000000?x=%zz",
          "/v1/images?take=%zz",
          "/v1/images?take=%2",
          "/healthz?%",
          "/%"
        })
    void anAddressThatCannotBeDecodedIsAnAnswer(String path) throws Exception {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 422")
          .contains(
              "x-request-id: ",
              "https://docs.img-processing.com/errors/validation-error",
              "[\"address must have two hexadecimal digits after each percent-sign\"]");
    }

    @Test
    void aRequestWithoutAHostIsAnAnswer() throws Exception {
      assertThat(raw("GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 400")
          .contains("x-request-id: ", "/errors/bad-request");
    }

    private String raw(String request) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), facade.port())) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      }
    }

    @Test
    void aLongIdIsAnAnswer() throws Exception {
      assertThat(ann.get("/v1/images/" + "a".repeat(7000)).status()).isEqualTo(404);
      assertThat(ann.get("/v1/images/" + "a".repeat(10_000)).status()).isEqualTo(431);
    }

    @Test
    void insaneRequestIdsAreReplaced() throws Exception {
      for (String id : new String[] {"a b", "x".repeat(129), "<script>", ""}) {
        assertThat(ann.with("x-request-id", id).get("/healthz").header("x-request-id"))
            .matches("[0-9a-f-]{36}");
      }
    }

    @Test
    void otherPagesMayAskIfTheyAreAllowedTo() throws Exception {
      ApiClient.Response preflight =
          facade
              .anonymous()
              .with(
                  "access-control-request-method",
                  "POST",
                  "access-control-request-headers",
                  "x-api-key",
                  "origin",
                  "https://a.example.com")
              .send("OPTIONS", UNKNOWN + "/classify", new byte[0]);
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("access-control-allow-origin"))
          .isEqualTo("https://a.example.com");
      assertThat(preflight.header("access-control-allow-headers")).contains("x-api-key");
      ApiClient.Response other = ann.with("origin", "https://evil.example.com").get("/v1/images");
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void jsonIsCompressedForThoseWhoTakeIt() throws Exception {
      ApiClient.Response response =
          facade.anonymous().with("accept-encoding", "gzip").get("/openapi.json");
      assertThat(response.header("content-encoding")).isEqualTo("gzip");
    }

    @Test
    void theTopicsAreDescribed() throws Exception {
      JsonNode document = facade.anonymous().get("/asyncapi.json").json();
      assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
      assertThat(document.at("/channels/requests/address").asText())
          .isEqualTo("image-classification.requests");
    }

    @Test
    void pagesAreSentOnce() throws Exception {
      ApiClient.Response first = facade.anonymous().get("/");
      assertThat(first.text()).contains("<title>Labelstream</title>");
      assertThat(first.header("content-security-policy"))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(facade.anonymous().with("if-none-match", first.header("etag")).get("/").status())
          .isEqualTo(304);
    }

    @Test
    void aStopLetsRequestsInProgressEnd(@TempDir Path other) throws Exception {
      TestFacade stopping = TestFacade.start(other);
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        ApiClient client = stopping.client("ann");
        String path =
            "/v1/images/" + client.upload("a", TestImages.png(1)).json().path("id").asText();
        stopping.channel.hold();
        Future<ApiClient.Response> waiting = threads.submit(() -> client.post(path + "/classify"));
        await().until(() -> !stopping.channel.sent().isEmpty());
        Future<?> stop = threads.submit(stopping::close);
        await()
            .untilAsserted(
                () ->
                    assertThatThrownBy(
                            () ->
                                new Socket(InetAddress.getLoopbackAddress(), stopping.port())
                                    .close())
                        .isInstanceOf(IOException.class));
        assertThat(stop).isNotDone();
        stopping.channel.release();
        assertThat(waiting.get().status()).isEqualTo(201);
        stop.get();
      } finally {
        threads.shutdownNow();
        stopping.close();
      }
    }

    @Test
    void secondStartOnThePortSaysSo(@TempDir Path other) {
      assertThatThrownBy(() -> TestFacade.start(other, "--port=" + facade.port()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + facade.port() + " of 127.0.0.1 cannot be used");
    }
  }

  @Nested
  class Operation {

    @Test
    void sortsTimesIntoTheBucketsThatObjectivesAreAbout() throws Exception {
      upload();
      String series =
          "http_server_requests_seconds_bucket{method=\"POST\",route=\"/v1/images/upload\",status=\"201\",le=\"";
      assertThat(facade.management().get("/metrics").text().lines())
          .filteredOn(line -> line.startsWith(series))
          .map(line -> line.substring(series.length(), line.indexOf("\"}")))
          .containsExactly("0.1", "0.25", "0.5", "1.0", "2.0", "5.0", "10.0", "+Inf");
    }

    @Test
    void countsByKey() throws Exception {
      String key = facade.key("counted", KeyMode.LIVE, 100);
      ApiClient client = new ApiClient(facade.url(), "x-api-key", key);
      client.get(UNKNOWN);
      String id = key.substring("live_".length(), "live_".length() + 8);
      String text = facade.management().get("/metrics").text();
      assertThat(text)
          .contains("labelstream_key_requests_total{key_id=\"" + id + "\",status=\"4xx\"} 1.0")
          .containsPattern("labelstream_key_sent_bytes_total\\{key_id=\"" + id + "\"} [1-9]")
          .doesNotContain(key, "counted");
    }

    @Test
    void isHealthyAndReady() throws Exception {
      assertThat(facade.anonymous().get("/healthz").json().path("status").asText())
          .isEqualTo("healthy");
      await().until(() -> facade.anonymous().get("/readyz").status() == 200);
      assertThat(facade.management().get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void countsOnTheManagementPort() throws Exception {
      ann.post(upload() + "/classify");
      facade.channel.clear();
      ann.get(UNKNOWN);
      String text = facade.management().get("/metrics").text();
      assertThat(text)
          .contains(
              "http_server_requests_seconds_bucket{method=\"POST\",route=\"/v1/images/upload\",status=\"201\"",
              "route=\"/v1/images/:image_id\",status=\"404\"",
              "labelstream_classifications_pending",
              "labelstream_classifications_kept_total",
              "labelstream_requests_limited_total")
          .containsPattern("labelstream_images_stored [1-9]")
          .containsPattern("labelstream_results_lag 3")
          .containsPattern("labelstream_blocking_waiting \\d")
          .containsPattern("labelstream_blocking_running [1-8]")
          .containsPattern("hikaricp_connections_max\\{pool=\"images\"} 8")
          .contains("hikaricp_connections_pending", "process_uptime_seconds", "process_files_open")
          .containsPattern(
              "labelstream_info\\{commit=\"[^\"]+\",model=\"resnet50[^\"]+\",version=\"[^\"]+\"} 1")
          .doesNotContain("image_0000");
    }
  }
}
