package io.labelstream.tools.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.KeyFile;
import io.labelstream.store.KeyMode;
import io.labelstream.topic.TopicClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
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
 * The page of the feed in a real browser, on the packaged jar with the real model, over a feed of
 * 200 photographs with 20 broken ones.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf(
    value = "io.labelstream.tools.local.Chromium#isInstalled",
    disabledReason = "no Chromium or Chrome is installed on this machine")
class LivePageIT {

  private static final int PHOTOGRAPHS = 200;
  private static final int PAGE = 60;
  private static final double TIMEOUT_MILLIS = 60_000;
  private static final int LAST = 100;

  private LocalProcess local;
  private Chromium chromium;
  private String url;
  private String apiKey;
  private Path keys;
  private BrowserTab tab;
  private Page page;
  private LivePage live;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    local = LocalProcess.start(data);
    url = local.addresses().path("restUrl").asText();
    apiKey = local.addresses().path("apiKey").asText();
    keys = data.resolve("keys.json");
    chromium = Chromium.start();
    tab = new BrowserTab(chromium.browser(), url, "status of");
  }

  @AfterAll
  void stop() {
    chromium.close();
    local.close();
  }

  @BeforeEach
  void open() {
    open(BrowserTab.options(1280, 900), "/live#key=" + apiKey);
  }

  @AfterEach
  void close() {
    tab.close();
  }

  private void open(Browser.NewContextOptions options, String path) {
    page = tab.open(options, path);
    live = new LivePage(page);
  }

  private static LocatorAssertions.HasTextOptions patient() {
    return new LocatorAssertions.HasTextOptions().setTimeout(TIMEOUT_MILLIS);
  }

  /** Photographs that alternate, of which each tenth is broken. */
  private void send(int count, String source) throws Exception {
    byte[] coffee = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    byte[] cat = Files.readAllBytes(Path.of("deploy/photographs/chelsea.png"));
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (TopicClient client = new TopicClient(local.bootstrapServers())) {
      for (int i = 0; i < count; i++) {
        byte[] photograph = i % 2 == 0 ? coffee : cat;
        if (i % 20 == 9) {
          photograph = Arrays.copyOf(photograph, photograph.length / 2);
        } else if (i % 20 == 19) {
          photograph = "<script>alert(1)</script>".getBytes(UTF_8);
        }
        sent.add(
            client.request(
                "photograph-" + i, photograph, "ce_source", source, "ce_subject", "shelf-" + i));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    }
  }

  @Test
  @Order(1)
  void showsWhatGoesByAndCountsItRight() throws Exception {
    assertThat(live.state()).hasText("Live", patient());
    assertThat(page.getByText("Nothing yet.")).isVisible();
    send(PHOTOGRAPHS, "/camera/1");
    assertThat(live.total()).hasText("200 in all", patient());
    assertThat(live.failures()).hasText("20");
    assertThat(live.codes())
        .hasText(
            new Pattern[] {
              Pattern.compile("Undecodable image\\s*10"),
              Pattern.compile("Unsupported format\\s*10")
            });
    assertThat(page.locator("#labels li")).hasCount(2);
    assertThat(page.locator("#labels"))
        .hasText(Pattern.compile("Espresso\\s*55\\.6 %\\s*Egyptian Cat\\s*44\\.4 %"));
    assertThat(live.cards()).hasCount(PAGE);
    assertThat(page.locator("#waiting")).hasText("0", patient());
    // As many as are drawn at once.
    live.photographs().nth(11).waitFor();
    tab.screenshot("live");
  }

  @Test
  @Order(2)
  void isOpenToOperatorsAlone() throws IOException {
    open(BrowserTab.options(1280, 900), "/live");
    assertThat(live.state()).hasText("Needs an API key");
    String plain = new KeyFile(keys, Clock.systemUTC()).create("ann", KeyMode.LIVE, 100);
    page.locator("#key").fill(plain);
    live.button("Watch").click();
    assertThat(page.locator("#key-error"))
        .containsText(Pattern.compile("role operator|does not know this API key"));
    page.locator("#key").fill(apiKey);
    live.button("Watch").click();
    assertThat(live.state()).hasText("Live");
    assertThat(page.locator("#key-box")).isHidden();
    assertThat(page).hasURL(url + "/live");
  }

  @Test
  @Order(3)
  void opensOneWithAllThatIsKnown() {
    Locator card = page.locator("#gallery .answer.completed").first();
    card.click();
    assertThat(live.dialogue()).isVisible();
    assertThat(page.locator("#detail-labels li")).hasCount(5);
    page.waitForFunction("() => document.getElementById('detail-photograph').naturalWidth >= 400");
    assertThat(page.locator("#detail-headers")).containsText("io.labelstream.classification");
    assertThat(page.locator("#detail-kcat"))
        .hasText(
            Pattern.compile(
                "kcat -C -q -b 127\\.0\\.0\\.1:\\d+ -t image-classification\\.requests -p \\d+ -o"
                    + " \\d+ -c 1 -e -f %s > request-\\d+-\\d+"));
    assertThat(page.locator("#detail-json")).containsText("\"answered_at\"");
    tab.screenshot("live-detail");
    String first = page.locator("#detail-json").textContent();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#detail-json")).not().hasText(first);
    page.keyboard().press("Escape");
    assertThat(live.dialogue()).isHidden();
  }

  @Test
  @Order(5)
  void filters() {
    page.locator("#outcome").selectOption("failed");
    assertThat(live.cards()).hasCount(20);
    assertThat(live.failed()).hasCount(20);
    live.button("Clear filters").click();
    assertThat(live.cards()).hasCount(PAGE);
    live.filter("label", "egyptian");
    assertThat(live.cards().filter(new Locator.FilterOptions().setHasText("Espresso"))).hasCount(0);
    assertThat(live.cards()).hasCount(PAGE);
    live.filter("label", "no such thing");
    assertThat(page.getByText("No answer among the last 1,000 passes")).isVisible();
    live.filter("label", "");
    live.filter("least", "99");
    live.filter("most", "50");
    assertThat(page.locator("#filter-error")).containsText("must not be above");
  }

  @Test
  @Order(6)
  void stepsBackThroughWhatIsKept() {
    assertThat(live.cards()).hasCount(PAGE);
    live.button("Older").click();
    assertThat(live.place()).hasText("61 to 120 of the last 1,000");
    assertThat(live.state()).hasText("Paused");
    live.button("Older").click();
    live.button("Older").click();
    assertThat(live.place()).hasText("181 to 200 of the last 1,000");
    assertThat(live.button("Older")).isDisabled();
    live.button("Newer").click();
    assertThat(live.place()).hasText("121 to 180 of the last 1,000");
    live.button("Resume").click();
    assertThat(live.state()).hasText("Live");
    assertThat(live.button("Newer")).isDisabled();
  }

  @Test
  @Order(6)
  void stepsToThePageBeforeOfWhatPassesTheFilters() {
    live.filter("label", "espresso");
    assertThat(live.cards().filter(new Locator.FilterOptions().setHasText("Egyptian"))).hasCount(0);
    assertThat(live.cards()).hasCount(PAGE);
    live.button("Older").click();
    assertThat(live.place()).hasText("61 to 100 of the last 1,000");
    live.button("Newer").click();
    assertThat(live.place()).hasText("");
    assertThat(live.cards()).hasCount(PAGE);
  }

  @Test
  @Order(6)
  void stepsAsOftenAsIsClickedHoweverFast() {
    assertThat(live.cards()).hasCount(PAGE);
    live.clickAtOnce("older", 5);
    assertThat(live.place()).hasText("181 to 200 of the last 1,000");
    live.button("Newer").click();
    assertThat(live.place()).hasText("121 to 180 of the last 1,000");
    List<String> third = live.positions().allTextContents();
    live.clickAtOnce("newer", 5);
    assertThat(live.place()).hasText("");
    live.clickAtOnce("older", 2);
    assertThat(live.place()).hasText("121 to 180 of the last 1,000");
    assertThat(live.positions()).hasText(third.toArray(String[]::new));
  }

  @Test
  @Order(7)
  void standsStillWhileItIsPaused() throws Exception {
    assertThat(live.cards()).hasCount(PAGE);
    live.button("Pause").click();
    assertThat(live.state()).hasText("Paused");
    String before = page.locator("#gallery").textContent();
    send(2, "/camera/2");
    assertThat(live.total()).hasText("202 in all", patient());
    assertThat(live.place()).hasText("2 new");
    assertThat(page.locator("#gallery").textContent()).isEqualTo(before);
    live.button("Resume").click();
    assertThat(live.cards().first()).hasAttribute("title", "/camera/2");
  }

  @ParameterizedTest
  @Order(8)
  @ValueSource(ints = {320, 360, 768, 1440, 3840})
  void fitsEveryWidth(int width) {
    open(BrowserTab.options(width, Math.max(740, width * 9 / 16)), "/live#key=" + apiKey);
    assertThat(live.cards()).hasCount(PAGE);
    live.photographs().first().waitFor();
    tab.assertNoScrollingSideways();
    tab.screenshot("live-width-" + width);
    live.cards().first().click();
    assertThat(live.dialogue()).isVisible();
    assertThat(page.evaluate("document.getElementById('detail').scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
  }

  @ParameterizedTest
  @Order(8)
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void isAccessible(ColorScheme scheme) {
    open(BrowserTab.options(1280, 900).setColorScheme(scheme), "/live#key=" + apiKey);
    assertThat(live.cards()).hasCount(PAGE);
    live.photographs().first().waitFor();
    tab.screenshot("live-" + scheme);
    tab.assertNoViolations();
    live.cards().first().click();
    assertThat(page.locator("#detail-kcat")).containsText("kcat");
    tab.assertNoViolations();
    tab.screenshot("live-detail-" + scheme);
  }

  @Test
  @Order(8)
  void keepsChartsAndOutlinesInForcedColours() {
    open(BrowserTab.options(1280, 900).setForcedColors(ForcedColors.ACTIVE), "/live#key=" + apiKey);
    assertThat(live.cards()).hasCount(PAGE);
    Object canvas = tab.style("html", "backgroundColor");
    assertThat(tab.style("#score-chart rect", "fill")).isNotEqualTo(canvas);
    assertThat(tab.style("#gallery .bar", "backgroundColor")).isNotEqualTo(canvas);
    assertThat(tab.style("#gallery .answer", "borderTopColor")).isNotEqualTo(canvas);
    tab.screenshot("live-forced-colours");
  }

  /**
   * What moves is drawn with each frame, and who watches all day may do so on the job's machine.
   */
  @Test
  @Order(8)
  void movesNothingWhileNothingHappens() {
    assertThat(live.state()).hasText("Live");
    assertThat(live.cards()).hasCount(PAGE);
    page.waitForFunction("() => document.getAnimations().length === 0");
  }

  @Test
  @Order(8)
  void movesNothingForThoseWhoWantThat() throws Exception {
    open(
        BrowserTab.options(1280, 900).setReducedMotion(ReducedMotion.REDUCE),
        "/live#key=" + apiKey);
    assertThat(live.cards()).hasCount(PAGE);
    assertThat(tab.style("#gallery .answer", "animationName")).isEqualTo("none");
  }

  @Test
  @Order(8)
  void worksByKeyboardAlone() {
    assertThat(live.cards()).hasCount(PAGE);
    live.cards().first().focus();
    page.keyboard().press("ArrowRight");
    assertThat(live.cards().nth(1)).isFocused();
    page.keyboard().press("Enter");
    assertThat(live.dialogue()).isVisible();
    assertThat(page.locator("#detail-title")).isFocused();
    page.keyboard().press("Escape");
    assertThat(live.cards().nth(1)).isFocused();
  }

  @Test
  @Order(LAST)
  void goesOnAfterARestart() throws Exception {
    assertThat(live.cards()).hasCount(PAGE);
    local.kill();
    assertThat(live.state())
        .hasText(Pattern.compile("Reconnecting …|The server cannot be reached.*"), patient());
    local.restart();
    assertThat(live.state()).hasText("Live", patient());
    // What was shown is shown still.
    assertThat(live.cards()).hasCount(PAGE);
    send(2, "/camera/3");
    assertThat(live.total()).hasText("2 in all", patient());
    assertThat(live.cards().first()).hasAttribute("title", "/camera/3");
    tab.forgive(complaint -> complaint.contains("net::ERR_"));
  }
}
