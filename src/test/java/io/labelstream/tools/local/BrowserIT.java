package io.labelstream.tools.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.labelstream.processes.LocalProcess;
import io.labelstream.rest.ApiClient;
import io.labelstream.rest.KeyFile;
import io.labelstream.store.KeyMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real browser, on the packaged jar with the real model. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf(
    value = "io.labelstream.tools.local.Chromium#isInstalled",
    disabledReason = "no Chromium or Chrome is installed on this machine")
class BrowserIT {

  private static final FilePayload NO_IMAGE =
      new FilePayload("notes.jpg", "image/jpeg", "hello".getBytes(UTF_8));
  private static final String REFUSED = "The address must be an https URL of an allowed origin.";
  private static final String UPLOADS = "**/v1/images/upload";
  private static final String CLASSIFICATIONS = "**/classify";

  private LocalProcess local;
  private KeyFile keys;
  private Chromium chromium;
  private String url;
  private String apiKey;
  private ApiClient api;
  private BrowserTab tab;
  private Page page;
  private DemoPage demo;
  private List<String> earlier;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("data");
    local = LocalProcess.start(data);
    url = local.addresses().path("restUrl").asText();
    apiKey = local.addresses().path("apiKey").asText();
    api = new ApiClient(url, "x-api-key", apiKey);
    keys = new KeyFile(data.resolve("keys.json"), Clock.systemUTC());
    chromium = Chromium.start();
    tab = new BrowserTab(chromium.browser(), url, "status of 4");
  }

  @AfterAll
  void stop() {
    chromium.close();
    local.close();
  }

  @BeforeEach
  void open() throws Exception {
    earlier = images();
    open(BrowserTab.options(1280, 900), "/#key=" + apiKey);
  }

  @AfterEach
  void close() {
    tab.close();
  }

  private void open(Browser.NewContextOptions options, String path) {
    page = tab.open(options, path);
    demo = new DemoPage(page);
  }

  @Test
  void saysWhatItIsBeforeItAsksForAKey() {
    open(BrowserTab.options(360, 740), "/");
    Locator heading = page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    assertThat(heading).hasText("What is in the photograph?");
    assertThat(page.getByText("1,000 classes")).isVisible();
    assertThat(page.getByText("ResNet50")).isVisible();
    assertThat(demo.key().boundingBox().y)
        .isGreaterThan(demo.button("Choose photographs").boundingBox().y);
    page.getByText("the HTTP API").click();
    assertThat(page).hasURL(url + "/docs");
  }

  @Test
  void classifiesTheShippedPhotographs() {
    demo.button("Coffee").click();
    assertThat(demo.labels("coffee.png")).hasCount(5);
    assertThat(demo.labels("coffee.png").first())
        .hasText(Pattern.compile("Espresso\\s*9\\d\\.\\d %"));
    demo.button("Cat").click();
    demo.button("Tripod").click();
    assertThat(demo.summary()).hasText("3 classified");
    assertThat(demo.labels("chelsea.png").first()).containsText("Egyptian Cat");
    assertThat(demo.labels("tripod.png").first())
        .hasText(Pattern.compile("Tripod\\s*9\\d\\.\\d %"));
    assertThat(page.getByText(Pattern.compile("Answered in \\d+ ms"))).hasCount(3);
    assertThat(demo.log()).containsText(Pattern.compile("coffee\\.png: Espresso, 9\\d\\.\\d %"));
    assertThat(demo.log()).containsText("3 classified");
    tab.screenshot("light");
  }

  @Test
  void takesTheKeyOutOfTheAddress() {
    assertThat(page).hasURL(url + "/");
    assertThat(demo.key()).hasValue(apiKey);
    assertThat(demo.key()).isHidden();
    page.evaluate("location.hash = '#key=live_another'");
    assertThat(page).hasURL(url + "/");
    assertThat(demo.key()).hasValue("live_another");
  }

  @Test
  void takesChosenDroppedAndPastedFiles() {
    demo.choose("chelsea.png", "tripod.png");
    demo.transfer("drop", "Files", "dropped.png");
    demo.transfer("paste", "Files", "pasted.png");
    assertThat(demo.summary()).hasText("4 classified");
    assertThat(demo.cards().getByRole(AriaRole.HEADING))
        .hasText(new String[] {"pasted.png", "dropped.png", "chelsea.png", "tripod.png"});
    assertThat(demo.labels("dropped.png").first()).containsText("Espresso");
    assertThat(demo.labels("pasted.png").first()).containsText("Espresso");
  }

  @Test
  void countsAndTellsWhatFailed() {
    demo.choose(NO_IMAGE, new FilePayload("empty.png", "image/png", new byte[0]));
    assertThat(demo.summary()).hasText("2 failed");
    assertThat(demo.card("notes.jpg").locator(".error"))
        .hasText("The photograph must be a JPEG, PNG or WebP.");
    assertThat(demo.log())
        .containsText("notes.jpg failed: The photograph must be a JPEG, PNG or WebP.");
    assertThat(demo.log()).containsText("2 failed");
    // The same file would fail again.
    assertThat(demo.button("Retry failed")).isHidden();
    demo.button("JSON: notes.jpg").click();
    assertThat(demo.card("notes.jpg").locator("pre:visible")).containsText("\"status\": 422");
    demo.button("Coffee").click();
    assertThat(demo.summary()).hasText("1 classified, 2 failed");
  }

  @Test
  void sendsNoFileThatIsTooLarge(@TempDir Path folder) throws IOException {
    // It stays there for as long as the page may look at it.
    Path large = Files.write(folder.resolve("large.png"), new byte[20 * 1024 * 1024 + 1]);
    List<String> sent = new ArrayList<>();
    page.onRequest(request -> sent.add(request.url()));
    page.locator("#files").setInputFiles(large);
    assertThat(demo.cards().locator(".error")).hasText("This file is larger than 20 MiB.");
    assertThat(demo.summary()).hasText("1 failed");
    assertThat(sent).noneMatch(address -> address.contains("/v1/"));
  }

  @Test
  void losesNothingForWantOfAKey() throws IOException {
    open(BrowserTab.options(1280, 900), "/");
    Path gone = Files.write(Files.createTempFile("gone", ".png"), new byte[1000]);
    page.locator("#files").setInputFiles(gone);
    Files.delete(gone);
    demo.choose("coffee.png");
    assertThat(demo.keyFault()).hasText("Enter an API key: what you have added waits for it.");
    assertThat(demo.key()).isFocused();
    assertThat(demo.key()).hasAttribute("aria-invalid", "true");
    assertThat(page.getByText("Waits for an API key.")).hasCount(2);
    tab.screenshot("without-key");

    demo.useKey("live_wrong");
    assertThat(demo.keyFault()).hasText("This server does not know this API key.");
    assertThat(demo.card("coffee.png").locator(".state")).hasText("Waits for an API key.");

    demo.useKey(apiKey);
    assertThat(demo.summary()).hasText("1 classified, 1 failed");
    assertThat(demo.keyFault()).isHidden();
    assertThat(demo.card(gone.getFileName().toString()).locator(".error"))
        .hasText("This cannot be read: it is a folder, or it has been moved.");
    assertThat(tab.complaints()).allMatch(complaint -> complaint.contains("ERR_FILE_NOT_FOUND"));
    tab.forgive(complaint -> true);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          drop,  text/uri-list, https://example.org/some/cat.jpg
          drop,  text/html,     <a href="https://example.org/"><img src="https://example.org/cat.jpg"></a>
          paste, text/plain,    https://example.org/cat.jpg
          """)
  void importsALink(String event, String type, String content) {
    demo.transfer(event, type, content);
    assertThat(demo.card("cat.jpg").locator(".error")).hasText(REFUSED);
    assertThat(demo.button("Retry failed")).isVisible();
  }

  @Test
  void importsAnAddress() {
    // No machine of the tests has a name on the internet: the image is stored in another way.
    List<JsonNode> asked = new ArrayList<>();
    page.route(
        "**/v1/images",
        route -> {
          asked.add(json(route.request().postData()));
          route.fulfill(
              new Route.FulfillOptions()
                  .setStatus(201)
                  .setContentType("application/json")
                  .setBody(upload("coffee.png").toString()));
        });
    demo.classifyAddress("https://storage.googleapis.com/bucket/a%20cup.png?x=1");
    assertThat(demo.labels("a cup.png").first()).containsText("Espresso");
    assertThat(asked)
        .containsExactly(
            json(
                "{\"name\":\"a"
                    + " cup.png\",\"url\":\"https://storage.googleapis.com/bucket/a%20cup.png?x=1\"}"));
    assertThat(demo.address()).hasValue("");
    page.waitForFunction("() => document.querySelector('.result img').naturalWidth === 600");
    awaitNoImages();
  }

  @Test
  void saysAtTheFieldWhatIsNoAddress() {
    for (String text : new String[] {"a cat", "http://example.org/cat.jpg", ""}) {
      demo.classifyAddress(text);
      assertThat(demo.addressFault()).hasText("Enter the https address of a photograph.");
      assertThat(demo.address()).isFocused();
      assertThat(demo.address()).hasValue(text);
    }
    demo.classifyAddress("https://example.org/cat.jpg");
    assertThat(demo.addressFault()).isHidden();
    assertThat(demo.card("cat.jpg").locator(".error")).hasText(REFUSED);
  }

  @Test
  void showsAndCopiesTheAnswerAsJson() {
    demo.button("Coffee").click();
    demo.button("JSON: coffee.png").click();
    demo.button("Copy").click();
    assertThat(demo.button("Copied")).isVisible();
    JsonNode copied = json(clipboard());
    assertThat(copied.path("main_label").asText()).isEqualTo("Espresso");
    assertThat(copied.path("secondary_labels").size()).isEqualTo(4);
    assertThat(json(demo.card("coffee.png").locator("pre:visible").textContent()))
        .isEqualTo(copied);
  }

  @Test
  void copiesCommandsThatWorkWithoutTheKeyInThem(@TempDir Path folder) throws Exception {
    assumeThat(Path.of("/usr/bin/curl")).exists();
    String name = "it's a \"cup\"; $HOME, ok\\.png";
    byte[] bytes = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    Files.write(folder.resolve(name), bytes);
    demo.choose(new FilePayload(name, "image/png", bytes));
    assertThat(run(curlOf(name), folder)).contains("\"main_label\":\"Espresso\"");
    demo.button("Cat").click();
    assertThat(run(curlOf("chelsea.png"), folder)).contains("\"main_label\":\"Egyptian Cat\"");
    awaitNoImages();
  }

  private String curlOf(String name) {
    demo.button("curl: " + name).click();
    demo.card(name)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Copy"))
        .click();
    String commands = clipboard();
    assertThat(commands).contains("$KEY").doesNotContain(apiKey);
    return commands;
  }

  private String run(String commands, Path folder) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", commands).directory(folder.toFile());
    shell.environment().put("KEY", apiKey);
    Process process = shell.redirectError(folder.resolve("err").toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  @Test
  void retriesWhatMayPass() {
    page.route(UPLOADS, Route::abort);
    demo.choose("coffee.png", "tripod.png");
    String unreachable = "The server cannot be reached. Is it running?";
    assertThat(demo.cards().locator(".error")).hasText(new String[] {unreachable, unreachable});
    assertThat(demo.summary()).hasText("2 failed");
    page.unroute(UPLOADS);
    demo.button("Retry: coffee.png").click();
    assertThat(demo.summary()).hasText("1 classified, 1 failed");
    demo.button("Retry failed").click();
    assertThat(demo.summary()).hasText("2 classified");
    assertThat(tab.complaints()).hasSize(2).allMatch(complaint -> complaint.contains("ERR_FAILED"));
    tab.forgive(complaint -> true);
  }

  @Test
  void removesAndClears() {
    demo.choose("chelsea.png", "coffee.png", "tripod.png");
    assertThat(demo.summary()).hasText("3 classified");
    demo.button("Remove: coffee.png").click();
    assertThat(demo.summary()).hasText("2 classified");
    assertThat(demo.card("tripod.png")).isFocused();
    demo.button("Clear").click();
    assertThat(demo.cards()).hasCount(0);
    assertThat(page.getByText("Nothing yet.")).isVisible();
    assertThat(demo.button("Clear")).isHidden();
    assertThat(demo.button("Choose photographs")).isFocused();
  }

  @Test
  void sendsFourAtOnce() throws IOException {
    List<Route> held = new ArrayList<>();
    page.route(CLASSIFICATIONS, held::add);
    byte[] bytes = Files.readAllBytes(Path.of("deploy/photographs/coffee.png"));
    demo.choose(
        IntStream.range(0, 9)
            .mapToObj(i -> new FilePayload(i + ".png", "image/png", bytes))
            .toArray(FilePayload[]::new));
    page.waitForCondition(() -> held.size() == 4);
    assertThat(page.getByText("Classifying …")).hasCount(4);
    assertThat(page.getByText("Waiting …")).hasCount(5);
    assertThat(demo.summary()).hasText("9 to go");
    // What is removed meanwhile shows nothing any more, and the others go on.
    demo.button("Remove: 0.png").click();
    page.unroute(CLASSIFICATIONS);
    held.forEach(Route::resume);
    assertThat(demo.summary()).hasText("8 classified");
    assertThat(demo.log()).not().containsText("0.png:");
    awaitNoImages();
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws Exception {
    String key = keys.create("slow", KeyMode.TEST, 30);
    ApiClient slow = new ApiClient(url, "x-api-key", key);
    await().pollInterval(Duration.ofMillis(10)).until(() -> slow.get("/v1/images").status() == 429);
    open(BrowserTab.options(1280, 900), "/#key=" + key);
    demo.button("Coffee").click();
    assertThat(page.getByText(Pattern.compile("The server asks to wait \\d+ s\\."))).isVisible();
    assertThat(demo.labels("coffee.png").first()).containsText("Espresso");
  }

  @Test
  void leavesNoImageBehind() {
    demo.button("Tripod").click();
    assertThat(page.getByText(Pattern.compile("Answered in"))).isVisible();
    awaitNoImages();
  }

  @Test
  void leavesNoImageBehindWhenItIsLeft() {
    List<Route> held = new ArrayList<>();
    page.route(CLASSIFICATIONS, held::add);
    demo.button("Tripod").click();
    page.waitForCondition(() -> held.size() == 1);
    page.getByText("the HTTP API").click();
    assertThat(page).hasURL(url + "/docs");
    awaitNoImages();
  }

  @Test
  void worksByKeyboardAlone() {
    demo.button("Choose photographs").focus();
    page.keyboard().press("Tab");
    assertThat(demo.button("Cat")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(demo.labels("coffee.png").first()).containsText("Espresso");
    demo.button("JSON: coffee.png").focus();
    page.keyboard().press("Enter");
    assertThat(demo.button("JSON: coffee.png")).hasAttribute("aria-expanded", "true");
    demo.button("Remove: coffee.png").focus();
    page.keyboard().press("Enter");
    assertThat(demo.cards()).hasCount(0);
  }

  @Test
  void tellsSmallScoresFromNoneAndLargeOnesFromAll() {
    assertThat(
            page.evaluate(
                """
                async () => {
                  const { percent } = await import("/format.js");
                  return [0, 0.00001, 0.0003, 0.0006, 0.0123, 0.5, 0.9985, 0.99996, 1].map(percent);
                }\
                """))
        .isEqualTo(
            List.of(
                "0.0 %",
                "< 0.01 %", "0.03 %", "0.1 %", "1.2 %", "50.0 %", "99.9 %", "> 99.9 %", "100.0 %"));
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 360, 768, 1440, 3840})
  void fitsEveryWidth(int width) throws IOException {
    open(BrowserTab.options(width, Math.max(640, width * 9 / 16)), "/#key=" + apiKey);
    String name = "a-name-without-any-place-to-break-it".repeat(6) + ".png";
    demo.choose(
        new FilePayload(
            name, "image/png", Files.readAllBytes(Path.of("deploy/photographs/chelsea.png"))),
        // What follows the last character of the first part is written from right to left.
        new FilePayload("cat\u202Egpj.exe", "image/jpeg", "hello".getBytes(UTF_8)));
    assertThat(demo.summary()).hasText("1 classified, 1 failed");
    assertThat(page.locator("bdi", new Page.LocatorOptions().setHasText("\u202E"))).isVisible();
    for (String kind : new String[] {"JSON: ", "curl: "}) {
      demo.button(kind + name).click();
    }
    tab.assertNoScrollingSideways();
    assertThat(demo.card(name).locator("h3").boundingBox().height)
        .as("two lines of a long name")
        .isLessThan(width > 2200 ? 70 : 50);
    tab.screenshot("width-" + width);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void isAccessible(ColorScheme scheme) {
    open(BrowserTab.options(1280, 900).setColorScheme(scheme), "/#key=" + apiKey);
    demo.button("Cat").click();
    demo.choose(NO_IMAGE);
    demo.classifyAddress("a cat");
    assertThat(demo.summary()).hasText("1 classified, 1 failed");
    demo.button("JSON: chelsea.png").click();
    demo.button("curl: chelsea.png").click();
    assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo(scheme == ColorScheme.DARK ? "rgb(18, 23, 29)" : "rgb(245, 247, 248)");
    tab.assertNoViolations();
    tab.screenshot("demo-" + scheme);
  }

  @Test
  void keepsBarsAndOutlinesInForcedColours() {
    open(BrowserTab.options(1280, 900).setForcedColors(ForcedColors.ACTIVE), "/#key=" + apiKey);
    demo.button("Cat").click();
    assertThat(demo.labels("chelsea.png").first()).containsText("Egyptian Cat");
    String canvas = tab.style("html", "backgroundColor");
    assertThat(tab.style("#choose", "backgroundColor"))
        .as("the colours are forced")
        .isEqualTo(canvas);
    assertThat(tab.style("#choose", "borderTopColor")).isNotEqualTo(canvas);
    assertThat(tab.style(".bar", "backgroundColor")).isNotEqualTo(canvas);
    assertThat(tab.style(".track", "borderTopColor")).isNotEqualTo(canvas);
    tab.screenshot("forced-colours");
  }

  @Test
  void movesNothingForThoseWhoWantThat() {
    open(BrowserTab.options(1280, 900).setReducedMotion(ReducedMotion.REDUCE), "/#key=" + apiKey);
    demo.button("Cat").click();
    assertThat(demo.labels("chelsea.png").first()).containsText("Egyptian Cat");
    assertThat(
            page.locator(".bar")
                .first()
                .evaluate("bar => getComputedStyle(bar).transitionDuration"))
        .isEqualTo("0s");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void rendersTheDescription(ColorScheme scheme) {
    open(BrowserTab.options(1280, 900).setColorScheme(scheme), "/docs");
    Locator classify = operation("Analysis_Endpoints-classify");
    classify.getByText("Image Classification").click();
    assertThat(classify.getByText("Tiger Cat").first()).isVisible();
    assertThat(page.getByRole(AriaRole.MAIN)).hasCount(1);
    assertThat(page.locator("h1").boundingBox().y).as("nothing above it").isLessThan(120);
    assertThat(classify.boundingBox().height).as("errors are closed").isLessThan(2600);
    classify.locator(".error-response summary").first().click();
    assertThat(classify.getByText("The request is no valid HTTP.")).isVisible();
    assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo(scheme == ColorScheme.DARK ? "rgb(18, 23, 29)" : "rgb(245, 247, 248)");
    tab.assertNoViolations();
    tab.screenshot("docs-" + scheme);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Demo")).click();
    assertThat(page).hasURL(url + "/");
  }

  @Test
  void showsADownloadWithTheKeyOfTheDemoPage() throws Exception {
    String id = upload("coffee.png").path("id").asText();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("API").setExact(true))
        .click();
    Locator download = operation("Image_Endpoints-download");
    download.getByText("Download Image").click();
    download.getByText("Try it out").click();
    download.getByPlaceholder("image_id").fill(id);
    download.getByText("Execute").click();
    page.waitForFunction(
        "() => document.querySelector('.response-col_description img')?.naturalWidth === 600");
    tab.screenshot("docs-download");
    assertThat(api.delete("/v1/images/" + id).status()).isEqualTo(204);
  }

  @Test
  void remembersTheKeyThatIsEnteredInTheDescription() {
    open(BrowserTab.options(360, 740), "/docs#key=" + apiKey);
    assertThat(page).hasURL(url + "/docs");
    tab.assertNoScrollingSideways();
    Locator dialogue = page.locator(".modal-ux");
    demo.button("Authorize").click();
    dialogue.getByText("Logout").click();
    dialogue.locator("input").fill("live_entered");
    dialogue.locator(".authorize").click();
    page.navigate(url + "/");
    assertThat(demo.key()).hasValue("live_entered");
  }

  private Locator operation(String name) {
    return page.locator("#operations-" + name);
  }

  private String clipboard() {
    return (String) page.evaluate("navigator.clipboard.readText()");
  }

  private List<String> images() throws IOException, InterruptedException {
    return api.get("/v1/images?take=100").json().findValuesAsText("id");
  }

  /** Those of other tests, which did not wait for it, may be there still. */
  private void awaitNoImages() {
    await().until(() -> earlier.containsAll(images()));
  }

  private JsonNode upload(String name) {
    try {
      return api.upload(name, Files.readAllBytes(Path.of("deploy/photographs", name))).json();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
