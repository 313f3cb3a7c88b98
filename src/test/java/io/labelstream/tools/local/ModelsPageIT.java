package io.labelstream.tools.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.rest.KeyFile;
import io.labelstream.store.KeyMode;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page of the models in a real browser, on the packaged jar with two real models, of which one
 * looks on and calls everything by other names.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf(
    value = "io.labelstream.tools.local.Chromium#isInstalled",
    disabledReason = "no Chromium or Chrome is installed on this machine")
class ModelsPageIT {

  private static final int PHOTOGRAPHS = 24;
  private static final double TIMEOUT_MILLIS = 90_000;

  private Path folder;
  private LocalProcess local;
  private Chromium chromium;
  private BrowserTab tab;
  private String url;
  private String apiKey;
  private String registry;
  private String primary;
  private String shadow;
  private Page page;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    registry = folder.resolve("registry").toUri().toString();
    Path models = Path.of(System.getProperty("labelstream.model", "")).resolveSibling("");
    primary = run("publish", models.resolve("resnet50-int8").toString()).strip();
    shadow = run("publish", models.resolve("moderation-fp32").toString()).strip();
    local =
        LocalProcess.start(
            folder.resolve("data"),
            Map.of("LABELSTREAM_REUSE_ANSWERS", "0"),
            "--models=" + registry);
    url = local.addresses().path("restUrl").asText();
    apiKey = local.addresses().path("apiKey").asText();
    chromium = Chromium.start();
    tab = new BrowserTab(chromium.browser(), url, "status of 4");
  }

  @AfterAll
  void stop() {
    chromium.close();
    local.close();
  }

  @BeforeEach
  void open() {
    open(BrowserTab.options(1280, 900));
  }

  @AfterEach
  void close() {
    tab.close();
  }

  private void open(Browser.NewContextOptions options) {
    page = tab.open(options, "/models#key=" + apiKey);
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 2];
    all[0] = "models";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 1] = "--models=" + registry;
    LocalProcess.Output output = LocalProcess.run(folder, all);
    assertThat(output.exitCode()).as(output.err()).isZero();
    return output.out();
  }

  private void say(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[all.length - 1] = "--bootstrap-servers=" + local.bootstrapServers();
    run(all);
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(TIMEOUT_MILLIS);
  }

  private Locator verdict() {
    return page.locator("#verdicts .verdict");
  }

  private void awaitVerdict() {
    assertThat(verdict())
        .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(TIMEOUT_MILLIS));
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  @Order(1)
  void saysHowToBeginWhereNothingIsOnTrial() {
    assertThat(page.locator("#state")).hasText("Up to date");
    assertThat(page.getByText("No canary or shadow runs.")).isVisible();
    assertThat(page.locator("#no-trial")).containsText("models shadow ID");
    assertThat(page.locator("#wanted")).containsText("The job's own model answers");
    assertThat(page.locator("#running")).containsText("running", patient());
    assertThat(verdict()).hasCount(0);
    tab.assertNoViolations();
    tab.screenshot("models-empty");
  }

  @Test
  @Order(2)
  void showsWhatRunsAndCountsAsAJoinOfBothTopicsDoes() throws Exception {
    say("use", primary);
    say("shadow", shadow);
    assertThat(page.locator("#wanted")).containsText("sees 100.0 %", patient());
    assertThat(
            page.locator("#running li li")
                .filter(new Locator.FilterOptions().setHasText("shadowrunning" + shadow)))
        .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(TIMEOUT_MILLIS));
    Map<String, Integer> joined = feed();
    String figure = "0.0 % agree: 0 of " + PHOTOGRAPHS + " requests";
    // One that was made a moment ago is given again.
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              button("Compare").click();
              return verdict().locator(".figure").allTextContents().equals(List.of(figure));
            });
    assertThat(pairs()).isEqualTo(joined);
    assertThat(verdict().locator(".times tbody td").allTextContents())
        .hasSize(8)
        .allSatisfy(time -> assertThat(time).matches("\\d+\\.\\d"));
    assertThat(page.locator("#answers tbody tr"))
        .hasText(Pattern.compile(primary + "\\s*" + PHOTOGRAPHS + "\\s*0\\s*\\d+\\.\\d.*"));
    tab.screenshot("models");
  }

  /** Sends photographs, and joins what both models make of them. */
  private Map<String, Integer> feed() throws Exception {
    byte[] coffee = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    byte[] cat = Files.readAllBytes(Path.of("deploy/photographs/chelsea.png"));
    try (TopicClient results = new TopicClient(local.bootstrapServers());
        TopicClient shadows =
            new TopicClient(
                local.bootstrapServers(),
                "image-classification.requests",
                "image-classification.shadow")) {
      Map<String, String> answers = new HashMap<>();
      Map<String, String> seen = new HashMap<>();
      for (int i = 0; i < PHOTOGRAPHS; i++) {
        Future<RecordMetadata> sent = results.request("photograph-" + i, i % 3 == 0 ? coffee : cat);
        sent.get();
        int expected = i + 1;
        // One after the other, since a shadow does not see what it is too slow for.
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  results.poll().forEach(one -> answers.put(id(one), label(one)));
                  shadows.poll().forEach(one -> seen.put(id(one), label(one)));
                  return seen.size() == expected && answers.keySet().containsAll(seen.keySet());
                });
      }
      Map<String, Integer> joined = new TreeMap<>();
      seen.forEach((id, label) -> joined.merge(answers.get(id) + " | " + label, 1, Integer::sum));
      return joined;
    }
  }

  private static String id(ConsumerRecord<byte[], byte[]> answer) {
    return TopicClient.header(answer, "ce_id");
  }

  private static String label(ConsumerRecord<byte[], byte[]> answer) {
    try {
      return JsonMapper.builder().build().readTree(answer.value()).path("main_label").asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Integer> pairs() {
    Map<String, Integer> pairs = new TreeMap<>();
    for (Locator row : verdict().locator(".pairs tbody tr").all()) {
      List<String> cells = row.locator("td").allTextContents();
      pairs.put(cells.get(1) + " | " + cells.get(2), Integer.valueOf(cells.get(0)));
    }
    return pairs;
  }

  @Test
  @Order(3)
  void leadsToTheRequestOfAnExample() {
    awaitVerdict();
    Locator examples = verdict().locator(".pairs tbody tr").first().locator("a");
    assertThat(examples).hasCount(5);
    examples.first().click();
    assertThat(page).hasURL(Pattern.compile(".*/live#position=\\d+/\\d+"));
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    assertThat(page.locator("#detail-labels li")).hasCount(5);
    page.waitForFunction("() => document.getElementById('detail-photograph').naturalWidth >= 400");
    page.navigate(url + "/live#position=0/999999");
    page.reload();
    assertThat(page.locator("#detail-title")).hasText("Request 0/999999");
    assertThat(page.locator("#detail-no-photograph")).containsText("not found");
  }

  @Test
  @Order(3)
  void isOpenToOperatorsAlone() throws Exception {
    page = tab.open(BrowserTab.options(1280, 900), "/models");
    assertThat(page.locator("#state")).hasText("Needs an API key");
    Path keys = folder.resolve("data").resolve("keys.json");
    String plain = new KeyFile(keys, Clock.systemUTC()).create("ann", KeyMode.LIVE, 100);
    ApiClient ann = new ApiClient(url, "x-api-key", plain);
    // The facade reads its file again within a while.
    await().until(() -> ann.get("/v1/images?take=1").status() == 200);
    page.locator("#key").fill(plain);
    button("Show").click();
    assertThat(page.locator("#key-error")).containsText("role operator");
    assertThat(page.locator("#told")).isHidden();
    page.locator("#key").fill(apiKey);
    page.keyboard().press("Enter");
    assertThat(page.locator("#state")).hasText("Up to date");
    awaitVerdict();
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(ints = {320, 360, 768, 1440, 3840})
  void fitsEveryWidth(int width) {
    open(BrowserTab.options(width, Math.max(740, width * 9 / 16)));
    awaitVerdict();
    tab.assertNoScrollingSideways();
    tab.screenshot("models-width-" + width);
  }

  @ParameterizedTest
  @Order(3)
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void isAccessible(ColorScheme scheme) {
    open(BrowserTab.options(1280, 900).setColorScheme(scheme));
    awaitVerdict();
    tab.assertNoViolations();
    tab.screenshot("models-" + scheme);
  }

  @Test
  @Order(3)
  void keepsBarsInForcedColours() {
    open(BrowserTab.options(1280, 900).setForcedColors(ForcedColors.ACTIVE));
    awaitVerdict();
    String canvas = tab.style("html", "backgroundColor");
    assertThat(tab.style(".share .bar", "backgroundColor")).isNotEqualTo(canvas);
    assertThat(tab.style(".verdict .track", "borderTopColor")).isNotEqualTo(canvas);
    tab.screenshot("models-forced-colours");
  }
}
