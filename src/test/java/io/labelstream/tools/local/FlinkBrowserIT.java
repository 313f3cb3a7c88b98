package io.labelstream.tools.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.sun.net.httpserver.HttpServer;
import io.labelstream.processes.LocalProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flink's port of a local mode, as pages in a real browser get at it. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf(
    value = "io.labelstream.tools.local.Chromium#isInstalled",
    disabledReason = "no Chromium or Chrome is installed on this machine")
class FlinkBrowserIT {

  /** What a page can do without asking first, and what it has to ask for. */
  private static final String ATTACK =
      """
      async ([flink, job]) => {
        const form = () => {
          const data = new FormData();
          data.append("request", '{"jobGraphFileName":"graph"}');
          data.append("file_0", new Blob(["graph"]), "graph");
          return data;
        };
        const loaded = (element) => new Promise((resolve) => {
          element.onload = element.onerror = () => resolve(element.tagName);
          document.body.append(element);
        });
        const element = (name, properties) =>
          Object.assign(document.createElement(name), properties);
        const post = (path, body) => fetch(flink + path, { method: "POST", mode: "no-cors", body });
        const tries = [
          () => fetch(flink + "/jobs/overview").then((response) => response.text()),
          () => fetch(flink + "/jobmanager/log").then((response) => response.text()),
          () => post("/v1/jobs", form()),
          () => post("/jobs/" + job + "/savepoints", '{"target-directory":"file:/tmp","cancel-job":true}'),
          () => post("/jobs/" + job + "/stop", "{}"),
          () => fetch(flink + "/jobs/" + job, { method: "PATCH" }),
          () => fetch(flink + "/cluster", { method: "DELETE" }),
          () => loaded(element("img", { src: flink + "/jobs/" + job + "/yarn-cancel" })),
          () => loaded(element("script", { src: flink + "/jobs/" + job + "/yarn-stop" })),
          () => loaded(element("iframe", { src: flink + "/jobs/" + job + "/yarn-cancel" })),
          () => {
            const frame = element("iframe", { name: "target" });
            document.body.append(frame);
            const sent = element("form",
              { action: flink + "/jobs/" + job + "/stop", method: "post", target: "target" });
            document.body.append(sent);
            return new Promise((resolve) => {
              frame.onload = resolve;
              sent.submit();
            });
          },
        ];
        const got = [];
        for (const attempt of tries) {
          try {
            const result = await attempt();
            got.push(typeof result === "string" ? result : "");
          } catch (e) {
            got.push("");
          }
        }
        return got.join("\\n");
      }""";

  private Path data;
  private LocalProcess local;
  private LocalFlink flink;
  private HttpServer pages;
  private Chromium chromium;
  private BrowserContext context;
  private Page page;
  private final List<Response> answers = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    data = folder.resolve("data");
    local = LocalProcess.start(data);
    flink = new LocalFlink(local, data);
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><title>A page</title><body>A page".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    pages.start();
    setDefaultAssertionTimeout(30_000);
    // As a name server could that is the page's own.
    chromium = Chromium.start("--host-resolver-rules=MAP evil.example 127.0.0.1");
  }

  @AfterAll
  void stop() {
    chromium.close();
    pages.stop(0);
    local.close();
  }

  @BeforeEach
  void open() {
    context = chromium.browser().newContext(new Browser.NewContextOptions());
    page = context.newPage();
    answers.clear();
    page.onResponse(
        response -> {
          if (URI.create(response.url()).getPort() == URI.create(flink.url()).getPort()) {
            answers.add(response);
          }
        });
  }

  @AfterEach
  void close() {
    context.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1"})
  void aPageOfAnotherOriginGetsAtNothing(String host) throws Exception {
    String job = flink.awaitJob();
    JsonNode before = job(job);
    page.navigate("http://" + host + ":" + pages.getAddress().getPort() + "/");
    Object got = page.evaluate(ATTACK, List.of(flink.url(), job));
    assertThat((String) got).doesNotContain("labelstream", "errors", "INFO");
    assertThat(answers)
        .extracting(Response::status)
        .as("what the browser was told")
        .hasSizeGreaterThanOrEqualTo(5)
        .containsOnly(403);
    assertThat(job(job)).isEqualTo(before);
    assertThat(flink.get("/jobs").path("jobs")).hasSize(1);
    assertThat(local.err()).doesNotContain("through Flink");
  }

  @Test
  void aNameThatIsMadeToPointHereGetsAtNothing() throws Exception {
    String job = flink.awaitJob();
    JsonNode before = job(job);
    String rebound = flink.url().replace("127.0.0.1", "evil.example");
    page.navigate(rebound + "/jobs/overview");
    assertThat(page.content()).contains("127.0.0.1, localhost or [::1]");
    assertThat((String) page.evaluate(ATTACK, List.of(rebound, job)))
        .doesNotContain("\"jid\"", "INFO");
    assertThat(answers)
        .extracting(Response::status)
        .hasSizeGreaterThanOrEqualTo(10)
        .containsOnly(403);
    assertThat(job(job)).isEqualTo(before);
  }

  @Test
  void aPersonSeesTheJobInFlinksOwnPages() {
    List<String> complaints = new ArrayList<>();
    page.onPageError(complaints::add);
    String job = flink.awaitJob();
    page.navigate(flink.url());
    assertThat(page.getByText("SingleJobApplication(labelstream)")).isVisible();
    page.navigate(flink.url() + "/#/job/running/" + job + "/checkpoints");
    assertThat(page.getByText("Latest Completed Checkpoint")).isVisible();
    page.navigate(flink.url() + "/#/job-manager/config");
    assertThat(page.getByText("labelstream.access.secret-file")).isVisible();
    page.navigate(flink.url() + "/#/job-manager/logs");
    assertThat(page.getByText("MiniCluster").first()).isVisible();
    assertThat(page.getByText("Cancel Job")).hasCount(0);
    assertThat(page.getByText("Submit New Job")).hasCount(0);
    assertThat(answers).hasSizeGreaterThan(20);
    assertThat(answers).extracting(Response::status).doesNotContain(403, 401, 500);
    assertThat(complaints).isEmpty();
  }

  @Test
  void itsPagesAreUnderTheOtherNamesOfThisMachineToo() {
    page.navigate(flink.url().replace("127.0.0.1", "localhost"));
    assertThat(page.getByText("labelstream").first()).isVisible();
  }

  /** What would differ if it had been ended, restarted, or had been given a savepoint. */
  private JsonNode job(String id) throws Exception {
    JsonNode job = flink.get("/jobs/" + id);
    JsonNode counts = flink.get("/jobs/" + id + "/checkpoints").path("counts");
    return JsonMapper.builder()
        .build()
        .valueToTree(
            Map.of(
                "state", job.path("state"),
                "start", job.path("start-time"),
                "timestamps", job.path("timestamps"),
                "restored", counts.path("restored"),
                "savepoints", flink.get("/jobs/" + id + "/checkpoints").at("/latest/savepoint")));
  }
}
