package io.labelstream.rest;

import static io.labelstream.feed.TestAnswers.failed;
import static io.labelstream.feed.TestAnswers.labelled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.event.ErrorCode;
import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed over real HTTP. */
class FeedRoutesTest {

  private static final String PHOTOGRAPH = "/v1/feed/photographs/0/";

  private TestFacade facade;
  private String key;
  private ApiClient operator;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    facade = TestFacade.start(data, "--feed-viewers=2");
    key = facade.key("ops", KeyMode.LIVE, 10, KeyRole.OPERATOR);
    operator = new ApiClient(facade.url(), "x-api-key", key);
  }

  @AfterEach
  void stop() {
    facade.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/feed",
        "/v1/feed/answers",
        "/v1/feed/records/0/1",
        "/v1/feed/photographs/0/1"
      })
  void isForOperatorsAlone(String path) throws Exception {
    assertThat(facade.anonymous().get(path).status()).isEqualTo(401);
    ApiClient.Response response = facade.client("ann").get(path);
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).contains("role operator", "keys create");
    assertThat(facade.requests.reads).hasValue(0);
  }

  @Test
  void listsWhatWasAnswered() throws Exception {
    facade.channel.arrive(labelled(1, "Tabby", 0.9f, 38));
    facade.channel.arrive(failed(2, ErrorCode.UNDECODABLE_IMAGE));
    JsonNode all = operator.get("/v1/feed/answers").json();
    assertThat(all.path("last").asLong()).isEqualTo(2);
    JsonNode tabby = all.path("data").path(1);
    assertThat(tabby.path("labels").path(0).path("label").asText()).isEqualTo("Tabby");
    assertThat(tabby.path("position").path("offset").asLong()).isEqualTo(1);
    assertThat(tabby.path("millis").asLong()).isEqualTo(38);
    assertThat(tabby.has("error_code")).isFalse();
    assertThat(numbers("/v1/feed/answers?outcome=failed")).containsExactly(2);
    assertThat(numbers("/v1/feed/answers?label=TAB&min_score=0.5")).containsExactly(1);
    assertThat(numbers("/v1/feed/answers?max_score=0.5")).isEmpty();
    assertThat(numbers("/v1/feed/answers?take=1")).containsExactly(2);
    assertThat(numbers("/v1/feed/answers?before=2&label=undefined")).containsExactly(1);
  }

  private List<Integer> numbers(String path) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    operator
        .get(path)
        .json()
        .path("data")
        .forEach(answer -> numbers.add(answer.path("number").asInt()));
    return numbers;
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/feed/answers?take=1001,               take must be a whole number from 1 to 1000",
    "/v1/feed/answers?min_score=2,             min_score must be a number from 0 to 1",
    "/v1/feed/answers?min_score=0.9&max_score=0.1, min_score must not be above max_score",
    "/v1/feed?outcome=lost,                    outcome must be completed or failed",
    "/v1/feed/answers?before=-1,               before must be a whole number from 0 on",
    "/v1/feed/photographs/0/1?size=huge,       size must be thumbnail or full",
    "/v1/feed/photographs/0/x,                 offset must be a whole number from 0 on",
    "/v1/feed/records/12345678901/1,           partition must be a whole number from 0 on",
  })
  void saysWhatIsWrong(String path, String reason) throws Exception {
    ApiClient.Response response = operator.get(path);
    assertThat(response.status()).as(response.text()).isEqualTo(422);
    assertThat(response.errors()).containsExactly(reason);
  }

  @Test
  void drawsThePhotographOfARequest() throws Exception {
    facade.requests.put(1, TestImages.png(7));
    ApiClient.Response response = operator.get(PHOTOGRAPH + 1);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    assertThat(response.header("content-type")).isEqualTo("image/jpeg");
    assertThat(response.header("content-security-policy")).contains("sandbox");
    assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(response.header("cache-control")).isEqualTo("no-store");
    assertThat(ImageIO.read(new ByteArrayInputStream(response.body())).getWidth()).isEqualTo(32);
    operator.get(PHOTOGRAPH + 1);
    assertThat(facade.requests.reads).as("read once for all who look").hasValue(1);
    assertThat(operator.get(PHOTOGRAPH + "1?size=full").status()).isEqualTo(200);
    assertThat(facade.requests.reads).hasValue(2);
  }

  @Test
  void drawsAnImageOfTheFacadeThatARequestRefersTo() throws Exception {
    ApiClient ann = facade.client("ann");
    String id = ann.upload("image", TestImages.png(9)).json().path("id").asText();
    assertThat(ann.post("/v1/images/" + id + "/classify").status()).isEqualTo(201);
    facade.requests.put(1, null, event(facade.channel.sent().get(0).header("ce_dataref")));
    assertThat(operator.get(PHOTOGRAPH + 1).status()).isEqualTo(200);
    ann.delete("/v1/images/" + id);
    assertThat(operator.get(PHOTOGRAPH + "1?size=full").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "s3://bucket/a.jpg", "%s/../keys.json"})
  void followsNoOtherReference(String reference) throws Exception {
    String images = facade.data.resolve("images").toUri().toString();
    facade.requests.put(1, null, event(reference.formatted(images)));
    ApiClient.Response response = operator.get(PHOTOGRAPH + 1);
    assertThat(response.status()).isEqualTo(422);
    assertThat(response.errors()).singleElement().asString().startsWith("dataref must lead to");
  }

  private static String[] event(String reference) {
    return new String[] {
      "ce_specversion", "1.0",
      "ce_id", "1",
      "ce_source", "/x",
      "ce_type", "io.labelstream.classification.requested.v1",
      "ce_dataref", reference,
      "ce_expirytime", "2020-01-01T00:00:00Z"
    };
  }

  @Test
  void saysWhyThereIsNoPhotograph() throws Exception {
    facade.requests.put(1, "<script>alert(1)</script>".getBytes(UTF_8));
    facade.requests.put(2, null);
    ApiClient.Response text = operator.get(PHOTOGRAPH + 1);
    assertThat(text.status()).isEqualTo(422);
    assertThat(text.header("content-type")).isEqualTo("application/json");
    assertThat(text.errors().get(0)).startsWith("image must be a JPEG, PNG or WebP");
    assertThat(operator.get(PHOTOGRAPH + 2).errors().get(0)).startsWith("image is missing");
    assertThat(operator.get(PHOTOGRAPH + 3).status()).isEqualTo(404);
    assertThat(operator.get("/v1/feed/photographs/1/1").status()).isEqualTo(404);
  }

  @Test
  void takesAnAnswerInOnceWhoeverWaitsHasIt() throws Exception {
    ApiClient ann = facade.client("ann");
    String path = "/v1/images/" + ann.upload("a", TestImages.png(1)).json().path("id").asText();
    facade.channel.hold();
    String location =
        ann.with("prefer", "respond-async").post(path + "/classify").header("location");
    Thread reader = Thread.currentThread();
    List<String> shown = new ArrayList<>();
    facade.clock.whenDating(
        () -> {
          if (Thread.currentThread().equals(reader)) {
            await()
                .until(() -> !get(ann, location).json().path("status").asText().equals("pending"));
            shown.add(get("/v1/feed/answers").text());
          }
        });
    facade.channel.release();
    facade.clock.whenDating(() -> {});
    assertThat(shown).hasSize(1).noneMatch(answers -> answers.contains("Tabby"));
    assertThat(get("/v1/feed/answers").text()).contains("Tabby");
  }

  @Test
  void drawsNoMoreThanSoManyASecond() throws Exception {
    IntStream.range(0, 200).forEach(i -> facade.requests.put(i, TestImages.png(i)));
    List<CompletableFuture<ApiClient.Response>> responses =
        IntStream.range(0, 120)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> get(PHOTOGRAPH + i), task -> new Thread(task).start()))
            .toList();
    List<Integer> statuses = responses.stream().map(response -> response.join().status()).toList();
    assertThat(statuses).contains(200, 503).containsOnly(200, 503);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSizeLessThan(100);
    ApiClient.Response refused =
        responses.stream()
            .map(response -> response.join())
            .filter(response -> response.status() == 503)
            .findFirst()
            .orElseThrow();
    assertThat(refused.header("retry-after")).isEqualTo("2");
  }

  @Test
  void letsAllWhoAskForOnePhotographWaitForOneTurn() throws Exception {
    facade.requests.put(1, TestImages.png(1));
    facade.requests.goAway();
    List<CompletableFuture<Integer>> statuses =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> get(PHOTOGRAPH + 1).status(), task -> new Thread(task).start()))
            .toList();
    await().until(() -> facade.requests.reads.get() == 1);
    facade.requests.comeBack();
    assertThat(statuses.stream().map(CompletableFuture::join)).containsOnly(200);
    assertThat(facade.requests.reads).hasValue(1);
  }

  @Test
  void letsNoMoreThanSoManyWaitForABrokerThatIsAway(@TempDir Path data) throws Exception {
    try (TestFacade fast = TestFacade.start(data, "--feed-photographs=1000")) {
      IntStream.range(0, 70).forEach(i -> fast.requests.put(i, TestImages.png(i)));
      ApiClient client =
          new ApiClient(
              fast.url(), "x-api-key", fast.key("ops", KeyMode.LIVE, 10, KeyRole.OPERATOR));
      fast.requests.goAway();
      List<CompletableFuture<Integer>> statuses =
          IntStream.range(0, 70)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> get(client, PHOTOGRAPH + i).status(),
                          task -> new Thread(task).start()))
              .toList();
      await().until(() -> statuses.stream().filter(CompletableFuture::isDone).count() == 6);
      assertThat(statuses.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
          .containsOnly(503);
      fast.requests.comeBack();
      assertThat(statuses.stream().map(CompletableFuture::join).filter(status -> status == 200))
          .hasSize(64);
      assertThat(get(client, PHOTOGRAPH + "1?size=full").status()).isEqualTo(200);
    }
  }

  @Test
  void looksOnceAtATimeHowManyRequestsWait() throws Exception {
    facade.requests.goAway();
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed", key)) {
      stream.next("hello");
      await().until(() -> facade.requests.looks.get() == 1);
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(10))
          .until(() -> facade.requests.looks.get() == 1);
      facade.requests.comeBack();
      await().until(() -> facade.requests.looks.get() > 1);
    } finally {
      facade.requests.comeBack();
    }
  }

  private ApiClient.Response get(String path) {
    return get(operator, path);
  }

  private static ApiClient.Response get(ApiClient client, String path) {
    try {
      return client.get(path);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void describesARecord() throws Exception {
    facade.channel.arrive(labelled(5, "Tabby", 0.9f, 38));
    facade.requests.put(5, TestImages.png(1), "ce_id", "a", "binary", "\u00ff\u0000");
    JsonNode record = operator.get("/v1/feed/records/0/5").json();
    assertThat(record.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(record.path("headers").path(0).path("value").path("text").asText()).isEqualTo("a");
    assertThat(record.path("headers").path(1).path("value").path("base64").asText())
        .isEqualTo("/wA=");
    assertThat(record.path("value_bytes").asInt()).isEqualTo(TestImages.png(1).length);
    assertThat(record.path("answer").path("number").asLong()).isEqualTo(1);
    assertThat(record.path("kcat").asText())
        .isEqualTo(
            "kcat -C -q -b 127.0.0.1:9092 -t image-classification.requests -p 0 -o 5 -c 1 -e -f %s >"
                + " request-0-5");
    assertThat(operator.get("/v1/feed/records/0/6").status()).isEqualTo(404);
  }

  @Test
  void sendsAnswersAsTheyCome() throws Exception {
    facade.channel.arrive(labelled(1, "Tabby", 0.9f, 38));
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed", key)) {
      assertThat(stream.next("hello").path("last").asLong()).isEqualTo(1);
      facade.channel.arrive(labelled(2, "Lynx", 0.5f, 20));
      JsonNode answer = stream.next("answer");
      assertThat(answer.path("number").asLong()).isEqualTo(2);
      assertThat(answer.path("labels").path(0).path("label").asText()).isEqualTo("Lynx");
      new OpenApi().checkSchema("answer", schema("FeedAnswer"), answer);
      JsonNode statistics = stream.next("statistics");
      new OpenApi().checkSchema("statistics", schema("FeedStatistics"), statistics);
      assertThat(statistics.path("total").asLong()).isPositive();
    }
  }

  private static JsonNode schema(String name) {
    return new OpenApi().document().path("components").path("schemas").path(name);
  }

  @Test
  void samplesWhatIsTooMuchForTheEyeAndSaysSo() throws Exception {
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed?label=tabby", key)) {
      stream.next("hello");
      for (int i = 0; i < 900; i++) {
        facade.channel.arrive(labelled(i, i % 2 == 0 ? "Tabby" : "Lynx", 0.9f, 1));
      }
      long left = 0;
      List<Long> shown = new ArrayList<>();
      while (left + shown.size() < 450) {
        EventStream.Event event = stream.next();
        if (event.name().equals("answer")) {
          assertThat(event.data().path("labels").path(0).path("label").asText()).isEqualTo("Tabby");
          shown.add(event.data().path("number").asLong());
        } else if (event.name().equals("left")) {
          left += event.data().path("left").asLong();
        }
      }
      assertThat(left + shown.size()).isEqualTo(450);
      assertThat(shown).isSorted().doesNotHaveDuplicates().hasSizeLessThan(450);
    }
  }

  @Test
  void showsTheSameToAllWhoWatchTheSame() throws Exception {
    String path = "/v1/feed?per_second=4";
    try (EventStream one = EventStream.open(facade.url(), path, key);
        EventStream two = EventStream.open(facade.url(), path, key)) {
      one.next("hello");
      two.next("hello");
      for (int i = 0; i < 500; i++) {
        facade.channel.arrive(labelled(i, "Tabby", 0.9f, 1));
      }
      List<Long> shown = shown(one, 500);
      assertThat(shown).isNotEmpty().hasSizeLessThan(100);
      assertThat(shown(two, 500)).isEqualTo(shown);
    }
  }

  /** The numbers of those that are shown until so many have come. */
  private static List<Long> shown(EventStream stream, int count) {
    long left = 0;
    List<Long> shown = new ArrayList<>();
    while (left + shown.size() < count) {
      EventStream.Event event = stream.next();
      if (event.name().equals("answer")) {
        shown.add(event.data().path("number").asLong());
      } else if (event.name().equals("left")) {
        left += event.data().path("left").asLong();
      }
    }
    return shown;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 80, 110", "-1, 80, 110", "1, 10, 30"})
  void sendsFewerWhileNothingIsLeftOfTheProcessors(double load, int least, int most)
      throws Exception {
    facade.load.set(load);
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed?per_second=100", key)) {
      await().until(() -> answersOfASecond(stream), sent -> sent >= least && sent <= most);
    }
  }

  /** How many of many more are sent until the next statistics. */
  private int answersOfASecond(EventStream stream) {
    for (int i = 0; i < 500; i++) {
      facade.channel.arrive(labelled(i, "Tabby", 0.9f, 1));
    }
    int answers = 0;
    EventStream.Event event = stream.next();
    while (!event.name().equals("statistics")) {
      answers += event.name().equals("answer") ? 1 : 0;
      event = stream.next();
    }
    return answers;
  }

  @Test
  void readsNothingWhileNobodyLooks() throws Exception {
    facade.channel.arrive(labelled(1, "Tabby", 0.9f, 38));
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed", key)) {
      await()
          .until(
              () -> {
                JsonNode statistics = stream.next("statistics");
                return statistics.path("waiting").asLong() == 98;
              });
    }
    await().until(() -> viewers() == 0);
    int looks = facade.requests.looks.get();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> facade.requests.looks.get() <= looks + 1);
    assertThat(facade.requests.reads).hasValue(0);
  }

  @Test
  void isForSoManyAtATime() throws Exception {
    try (EventStream one = EventStream.open(facade.url(), "/v1/feed", key)) {
      one.next("hello");
      try (EventStream two = EventStream.open(facade.url(), "/v1/feed", key)) {
        two.next("hello");
        ApiClient.Response third = operator.get("/v1/feed");
        assertThat(third.status()).isEqualTo(503);
        assertThat(third.header("retry-after")).isEqualTo("10");
      }
      await().until(() -> viewers() == 1);
    }
  }

  @Test
  void endsWhenTheKeyIsRevoked() throws Exception {
    String other = facade.key("ops", KeyMode.LIVE, 10, KeyRole.OPERATOR);
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed", key);
        EventStream stays = EventStream.open(facade.url(), "/v1/feed", other)) {
      stream.next("hello");
      stays.next("hello");
      assertThat(facade.keys().revoke(KeyFile.idOf(key).orElseThrow())).isTrue();
      assertThat(stream.isAtItsEnd()).isTrue();
      await().until(() -> viewers() == 1);
      facade.channel.arrive(labelled(1, "Tabby", 0.9f, 38));
      assertThat(stays.next("answer").path("number").asLong()).isEqualTo(1);
    }
  }

  @Test
  void endsWhenTheKeyLosesItsRole() throws Exception {
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed", key)) {
      stream.next("hello");
      Path file = facade.data.resolve("keys.json");
      Files.writeString(file, Files.readString(file).replace("\"operator\"", ""));
      assertThat(stream.isAtItsEnd()).isTrue();
      assertThat(operator.get("/v1/feed/answers").status()).isEqualTo(403);
    }
  }

  @Test
  void doesNotKeepAFacadeFromItsEnd() throws Exception {
    try (EventStream stream = EventStream.open(facade.url(), "/v1/feed", key)) {
      stream.next("hello");
      long start = System.nanoTime();
      facade.close();
      assertThat(stream.isAtItsEnd()).isTrue();
      // Far from the half minute that other requests in progress may take.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  private double viewers() throws Exception {
    String metrics = facade.management().get("/metrics").text();
    return metrics
        .lines()
        .filter(line -> line.startsWith("labelstream_feed_viewers "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
