package io.labelstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the Flink that we build with, as a real Flink serves it. */
@TestInstance(Lifecycle.PER_CLASS)
class FlinkRoutesTest {

  /** GET routes that do more than read, which are looked at when Flink gets another one. */
  private static final Set<String> CHANGING_GETS =
      Set.of("/jars/:jarid/plan", "/jobs/:jobid/yarn-cancel", "/jobs/:jobid/yarn-stop");

  private static final List<String> OTHER_METHODS =
      List.of(
          "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "post", "get");

  /** Of a person at the machine, in whose browser the web UI is. */
  private static final String[] OWN_PAGE = {"Sec-Fetch-Site: same-origin"};

  private Path folder;
  private GuardedFlink flink;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    flink = GuardedFlink.start(folder);
  }

  @AfterAll
  void stop() {
    flink.close();
  }

  @Test
  void withoutTheSecretAllIsRefusedThatDoesNotOnlyRead() throws Exception {
    Set<GuardedFlink.Route> answered = answered();
    Set<GuardedFlink.Route> expected =
        flink.routes().stream()
            .filter(route -> route.method().equals("GET"))
            .filter(route -> !CHANGING_GETS.contains(withoutVersion(route)))
            // The UI is not asked for by version.
            .filter(route -> !route.pattern().equals("/v1/:*"))
            .collect(Collectors.toSet());
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(answered).isEqualTo(expected);
    assertThat(flink.jobRuns()).isTrue();
    assertThat(flink.uploads()).isEmpty();
  }

  private Set<GuardedFlink.Route> answered() throws Exception {
    List<GuardedFlink.Route> answered = new ArrayList<>();
    for (GuardedFlink.Route route : flink.routes()) {
      RawHttp.Response response =
          RawHttp.send(
              flink.port(), route.method(), route.path(flink.jobId()), body(route), OWN_PAGE);
      if (response.status() != 403) {
        answered.add(route);
      } else {
        assertThat(response.body()).startsWith("{\"errors\":[\"").contains("flink-secret");
        assertThat(response.header("connection")).contains("close");
      }
      assertThat(response.header("access-control-allow-origin").orElse("")).isNotEqualTo("*");
    }
    return Set.copyOf(answered);
  }

  @Test
  void withTheSecretNothingIsRefused() throws Exception {
    try (GuardedFlink own = GuardedFlink.start(folder.resolve("own"))) {
      List<GuardedFlink.Route> routes = new ArrayList<>(own.routes());
      // What ends all of it comes last.
      routes.sort((a, b) -> Boolean.compare(endsFlink(a), endsFlink(b)));
      for (GuardedFlink.Route route : routes) {
        RawHttp.Response response =
            RawHttp.send(
                own.port(), route.method(), route.path("x"), body(route), authorization(own));
        assertThat(response.status()).as(route.toString()).isNotEqualTo(403);
        if (endsFlink(route)) {
          assertThat(response.status()).isEqualTo(200);
          break;
        }
      }
    }
  }

  @Test
  void theSecretEndsAJob() throws Exception {
    try (GuardedFlink own = GuardedFlink.start(folder.resolve("ended"))) {
      String path = "/jobs/" + own.jobId() + "/yarn-cancel";
      assertThat(RawHttp.send(own.port(), "GET", path, "").status()).isEqualTo(403);
      assertThat(own.jobRuns()).isTrue();
      assertThat(RawHttp.send(own.port(), "GET", path, "", authorization(own)).status())
          .isEqualTo(202);
      await().until(() -> !own.jobRuns());
    }
  }

  @Test
  void whateverTheVerbOnlyReadingIsOpen() throws Exception {
    for (GuardedFlink.Route route : flink.routes()) {
      for (String method : OTHER_METHODS) {
        assertThat(RawHttp.send(flink.port(), method, route.path(flink.jobId()), "").status())
            .as(method + " " + route.pattern())
            .isEqualTo(403);
      }
    }
    assertThat(flink.jobRuns()).isTrue();
  }

  @Test
  void noRouteThatReadsShowsTheSecret() throws Exception {
    String secret = flink.secret().value();
    int shown = 0;
    for (GuardedFlink.Route route : flink.routes()) {
      if (route.method().equals("GET")) {
        RawHttp.Response response =
            RawHttp.send(flink.port(), "GET", route.path(flink.jobId()), "");
        assertThat(response.body()).as(route.pattern()).doesNotContain(secret);
        shown += response.status() == 200 ? 1 : 0;
      }
    }
    assertThat(shown).isGreaterThan(50);
    assertThat(RawHttp.send(flink.port(), "GET", "/jobmanager/config", "").body())
        .contains("{\"key\":\"labelstream.access.secret-file\",\"value\":\"******\"}");
  }

  private static boolean endsFlink(GuardedFlink.Route route) {
    return route.pattern().endsWith("/cluster");
  }

  private static String withoutVersion(GuardedFlink.Route route) {
    return route.pattern().replaceFirst("^/v1/", "/");
  }

  private static String[] authorization(GuardedFlink flink) throws Exception {
    return new String[] {"Authorization: " + flink.secret().authorization()};
  }

  private static String body(GuardedFlink.Route route) {
    return switch (route.method()) {
      case "POST", "PUT" -> "{}";
      default -> "";
    };
  }
}
