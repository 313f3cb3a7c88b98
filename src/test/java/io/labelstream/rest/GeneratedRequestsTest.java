package io.labelstream.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.labelstream.store.KeyMode;
import io.labelstream.store.TestImages;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent is answered as the description says, logged as such, and leaves nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class GeneratedRequestsTest {

  private static final int REQUESTS = 3000;
  private static final long SEED = 20_261_128;
  private static final int CLIENTS = 8;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int IMAGES = 120;
  private static final int DESCRIPTORS = 20;

  /** What nobody outside should see: names of classes, and lines of stack traces. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b(javax?|sun|io\\.(vertx|netty|labelstream))\\.\\w|Exception|\\bat \\S+\\(");

  private static final Pattern COUNTED =
      Pattern.compile("(?m)^http_server_requests_seconds_count\\{(.*)} ([0-9.E+]+)$");

  private final OpenApi openApi = new OpenApi();
  private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
  private TestFacade facade;
  private CapturedLog log;
  private Map<Integer, Long> countedBefore;
  private long descriptorsBefore;

  private record Answered(GeneratedRequests.Generated request, ApiClient.Response response) {}

  @BeforeAll
  void sendAll(@TempDir Path data) throws Exception {
    facade =
        TestFacade.start(
            data,
            host -> {
              throw new UnknownHostException(host);
            },
            new HttpClientOptions());
    String ann = facade.key("ann", KeyMode.LIVE, 1_000_000);
    String bob = facade.key("bob", KeyMode.LIVE, 1_000_000);
    ApiClient client = new ApiClient(facade.url(), "x-api-key", ann);
    List<String> ids = new ArrayList<>();
    for (int seed = 0; seed < IMAGES; seed++) {
      ids.add(client.upload("a", TestImages.png(seed)).json().path("id").asText());
    }
    GeneratedRequests requests =
        new GeneratedRequests(openApi.document(), SEED, List.of(ann, ann, ann, bob), ids);
    countedBefore = counted();
    descriptorsBefore = descriptors();
    log = new CapturedLog();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        GeneratedRequests.Generated request = requests.next();
        sent.add(clients.submit(() -> send(request)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @AfterAll
  void stop() {
    log.close();
    facade.close();
  }

  @Test
  void everyRequestIsAnswered() {
    assertThat(unanswered).isEmpty();
  }

  @Test
  void noneIsAFailureOfOurs() {
    assertThat(violations((request, response) -> response.status() < 500 ? "" : response.text()))
        .isEmpty();
  }

  @Test
  void everyResponseIsOneThatTheDescriptionAnnounces() {
    assertThat(violations(this::undocumented)).isEmpty();
  }

  @Test
  void nothingOfTheInsideIsTold() {
    assertThat(violations((request, response) -> found(INSIDE, response.text()))).isEmpty();
  }

  @Test
  void allKindsOfAnswersAreAmongThem() {
    assertThat(received()).containsKeys(200, 201, 202, 204, 401, 403, 404, 405, 415, 422);
  }

  @Test
  void whatIsLoggedIsWhatWasReceived() {
    await()
        .untilAsserted(
            () -> {
              Map<String, List<Integer>> logged = logged();
              assertThat(
                      violations(
                          (request, response) -> {
                            List<Integer> once = List.of(response.status());
                            List<Integer> lines = logged.getOrDefault(request.id(), List.of());
                            return lines.equals(once) ? "" : once + " logged as " + lines;
                          }))
                  .isEmpty();
            });
  }

  @Test
  void whatIsCountedIsWhatWasReceived() {
    await()
        .untilAsserted(
            () -> {
              Map<Integer, Long> counted = counted();
              countedBefore.forEach((status, count) -> counted.merge(status, -count, Long::sum));
              counted.values().removeIf(count -> count == 0);
              assertThat(counted).isEqualTo(received());
            });
  }

  @Test
  void nothingIsLeft() {
    await()
        .untilAsserted(
            () -> {
              try (Stream<Path> files = Files.list(facade.data.resolve("uploads"))) {
                assertThat(files).isEmpty();
              }
            });
    await().until(() -> descriptors() < descriptorsBefore + DESCRIPTORS);
  }

  private void send(GeneratedRequests.Generated request) {
    try {
      RawHttp http = new RawHttp(facade.port(), TIMEOUT_MILLIS);
      answered.add(new Answered(request, http.send(request.bytes())));
    } catch (IOException e) {
      unanswered.add(e + " after " + request);
    }
  }

  /** What a check finds wrong, with the request; it returns nothing where all is well. */
  private List<String> violations(
      BiFunction<GeneratedRequests.Generated, ApiClient.Response, String> check) {
    return answered.stream()
        .map(one -> Map.entry(check.apply(one.request(), one.response()), one.request()))
        .filter(violation -> !violation.getKey().isEmpty())
        .map(violation -> violation.getKey() + " after " + violation.getValue())
        .toList();
  }

  private String undocumented(GeneratedRequests.Generated request, ApiClient.Response response) {
    try {
      openApi.checkAny(
          request.method(),
          // As the router sees it.
          request.path().replaceAll("/+", "/").replaceFirst("(.)/$", "$1"),
          response.status(),
          response.headers(),
          response.body());
      return "";
    } catch (AssertionError | IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).findFirst().orElse("");
  }

  /** How often each status was received. */
  private Map<Integer, Long> received() {
    return answered.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.response().status(), TreeMap::new, Collectors.counting()));
  }

  /** How often each status was counted, but for the calls of the metrics themselves. */
  private Map<Integer, Long> counted() throws IOException, InterruptedException {
    return COUNTED
        .matcher(facade.management().get("/metrics").text())
        .results()
        .filter(series -> !series.group(1).contains("route=\"/metrics\""))
        .collect(
            Collectors.groupingBy(
                series ->
                    Integer.parseInt(series.group(1).replaceAll(".*status=\"(\\d+)\".*", "$1")),
                TreeMap::new,
                Collectors.summingLong(series -> (long) Double.parseDouble(series.group(2)))));
  }

  /** The statuses in the access log, by the id of the request. */
  private Map<String, List<Integer>> logged() {
    return log.events().stream()
        .filter(event -> event.getLoggerName().equals(AccessLog.class.getName()))
        .map(event -> event.getContextData().toMap())
        .collect(
            Collectors.groupingBy(
                fields -> fields.get("request_id"),
                Collectors.mapping(
                    fields -> Integer.valueOf(fields.get("status")), Collectors.toList())));
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }
}
