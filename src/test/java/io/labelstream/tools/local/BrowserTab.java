package io.labelstream.tools.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A tab of a browser that remembers what its pages complain of. */
final class BrowserTab implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private final Browser browser;
  private final String url;

  /** A status that the page shows is an error to the console, too. */
  private final String expected;

  private final List<String> complaints = new ArrayList<>();
  private @Nullable BrowserContext context;
  private @Nullable Page page;

  /**
   * Without a page.
   *
   * @param url what paths begin with
   * @param expected a part of the errors in the console that are none of the page's
   */
  BrowserTab(Browser browser, String url, String expected) {
    this.browser = browser;
    this.url = url;
    this.expected = expected;
  }

  static Browser.NewContextOptions options(int width, int height) {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setPermissions(List.of("clipboard-read", "clipboard-write"));
  }

  /** Leaves the page that is open, with all that it has kept, and opens another. */
  Page open(Browser.NewContextOptions options, String path) {
    if (context != null) {
      context.close();
    }
    complaints.clear();
    context = browser.newContext(options);
    Page opened = context.newPage();
    page = opened;
    opened.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains(expected)) {
            complaints.add(message.text());
          }
        });
    opened.onPageError(complaints::add);
    opened.navigate(url + path);
    return opened;
  }

  /** What the console of this page has had so far. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Leaves out complaints that were to come. */
  void forgive(Predicate<String> complaint) {
    complaints.removeIf(complaint);
  }

  String style(String selector, String property) {
    return (String)
        page()
            .locator(selector)
            .first()
            .evaluate("(element, property) => getComputedStyle(element)[property]", property);
  }

  void assertNoViolations() {
    assertThat(new AxeBuilder(page()).analyze().getViolations())
        .extracting(rule -> rule.getId() + " " + rule.getNodes())
        .isEmpty();
  }

  void assertNoScrollingSideways() {
    assertThat(page().evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as("no scrolling sideways")
        .isEqualTo(true);
  }

  void screenshot(String name) {
    // What grows or fades in does so for a moment.
    page().waitForTimeout(400);
    page().screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  private Page page() {
    return Objects.requireNonNull(page, "no page is open");
  }

  /** Closes the page; fails if it has complained. */
  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
    assertThat(complaints).as("errors in the browser's console").isEmpty();
  }
}
