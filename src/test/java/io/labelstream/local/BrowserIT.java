package io.labelstream.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

/** The demo page in a real browser, on the packaged jar with the real model. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIf(
    value = "io.labelstream.local.BrowserIT#hasBrowser",
    disabledReason = "no Chromium or Chrome is installed on this machine")
class BrowserIT {

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private LocalProcess local;
  private Playwright playwright;
  private Browser browser;
  private String url;
  private String apiKey;
  private BrowserContext context;
  private Page page;
  private final List<String> complaints = new ArrayList<>();

  static boolean hasBrowser() {
    return executable().isPresent();
  }

  private static Optional<Path> executable() {
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .map(name -> Path.of("/usr/bin", name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    local = LocalProcess.start(folder.resolve("data"));
    url = local.addresses().path("restUrl").asText();
    apiKey = local.addresses().path("apiKey").asText();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable().orElseThrow())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
  }

  @AfterAll
  void stop() {
    playwright.close();
    local.close();
  }

  @BeforeEach
  void open() {
    open(1280, 900, ColorScheme.LIGHT);
  }

  @AfterEach
  void close() {
    context.close();
    assertThat(complaints).as("errors in the browser's console").isEmpty();
  }

  private void open(int width, int height, ColorScheme scheme) {
    if (context != null) {
      context.close();
    }
    complaints.clear();
    context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // A status that the page shows is an error to the console too.
          if (message.type().equals("error") && !message.text().contains("status of 4")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(url + "/#key=" + apiKey);
  }

  @Test
  void classifiesTheShippedPhotographs() {
    button("Coffee").click();
    Locator labels = page.getByLabel("Labels").first();
    assertThat(labels.locator("li")).hasCount(5);
    assertThat(labels.locator("li").first()).hasText(Pattern.compile("Espresso\\s*9\\d\\.\\d %"));
    button("Cat").click();
    button("Rocket").click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("3 photographs done");
    assertThat(page.getByText("Egyptian Cat")).isVisible();
    assertThat(page.getByText(Pattern.compile("Answered in \\d+ ms"))).hasCount(3);
    screenshot("light");
  }

  @Test
  void takesTheKeyOutOfTheAddress() {
    assertThat(page.url()).isEqualTo(url + "/");
    assertThat(page.getByLabel("API key")).hasValue(apiKey);
  }

  @Test
  void takesChosenFiles() {
    page.locator("#files")
        .setInputFiles(
            new Path[] {
              Path.of("deploy/photographs/chelsea.png"), Path.of("deploy/photographs/rocket.jpg")
            });
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 photographs done");
    assertThat(page.getByText("chelsea.png")).isVisible();
  }

  @Test
  void takesDroppedAndPastedFiles() {
    for (String type : new String[] {"drop", "paste"}) {
      page.evaluate(
          """
          async (type) => {
            const blob = await (await fetch("/photographs/coffee.png")).blob();
            const data = new DataTransfer();
            data.items.add(new File([blob], type + ".png", { type: "image/png" }));
            document.dispatchEvent(type === "drop"
              ? new DragEvent("drop", { dataTransfer: data, bubbles: true })
              : new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
          }""",
          type);
      assertThat(page.getByText(type + ".png")).isVisible();
    }
    assertThat(page.getByText("Espresso")).hasCount(2);
  }

  @Test
  void showsErrorsAsAPersonReadsThem() {
    page.locator("#files")
        .setInputFiles(new FilePayload("notes.jpg", "image/jpeg", "hello".getBytes(UTF_8)));
    assertThat(page.getByText("Image must be a JPEG, PNG or WebP.")).isVisible();
    page.getByLabel("API key").fill("live_wrong");
    button("Cat").click();
    assertThat(page.getByText("This API key is not known. Check the field above.")).isVisible();
    page.getByLabel("API key").fill("");
    button("Cat").click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("Enter an API key first.");
    assertThat(page.getByLabel("API key")).isFocused();
    screenshot("errors");
  }

  @Test
  void leavesNoImageBehind() {
    button("Rocket").click();
    assertThat(page.getByText(Pattern.compile("Answered in"))).isVisible();
    page.waitForFunction(
        """
        async (key) => {
          const response = await fetch("/v1/images", { headers: { "x-api-key": key } });
          return (await response.json()).data.length === 0;
        }""",
        apiKey);
  }

  @Test
  void worksByKeyboardAlone() {
    page.getByLabel("API key").focus();
    page.keyboard().press("Tab");
    assertThat(button("Choose photographs")).isFocused();
    page.keyboard().press("Tab");
    assertThat(button("Cat")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.getByText("Espresso")).isVisible();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 768, 1280, 3840})
  void fitsEveryWidth(int width) {
    open(width, Math.max(640, width * 9 / 16), ColorScheme.LIGHT);
    button("Cat").click();
    assertThat(page.getByText("Egyptian Cat")).isVisible();
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as("no scrolling sideways")
        .isEqualTo(true);
    screenshot("width-" + width);
  }

  @Test
  void isReadableInTheDark() {
    open(1280, 900, ColorScheme.DARK);
    button("Cat").click();
    assertThat(page.getByText("Egyptian Cat")).isVisible();
    assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo("rgb(18, 23, 29)");
    screenshot("dark");
  }

  @Test
  void rendersTheDescription() {
    page.navigate(url + "/docs");
    assertThat(page.getByText("/v1/images/{image_id}/classify").first()).isVisible();
    assertThat(page.getByText("Image Classification").first()).isVisible();
    screenshot("docs");
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private void screenshot(String name) {
    // The bars grow for a moment.
    page.waitForTimeout(400);
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }
}
