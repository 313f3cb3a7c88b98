package io.labelstream.tools.local;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a person finds on the demo page.
 *
 * @param page where it is open
 */
record DemoPage(Page page) {

  private static final Path PHOTOGRAPHS = Path.of("deploy/photographs");

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** How many are done, have failed and are to come. */
  Locator summary() {
    return page.locator("#summary");
  }

  /** What those hear who do not see the page. */
  Locator log() {
    return page.getByRole(AriaRole.LOG);
  }

  Locator key() {
    return page.locator("#key");
  }

  Locator keyFault() {
    return page.locator("#key-error");
  }

  Locator address() {
    return page.getByLabel("Address of a photograph");
  }

  Locator addressFault() {
    return page.locator("#url-error");
  }

  Locator cards() {
    return page.locator(".result");
  }

  Locator card(String name) {
    return cards()
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))));
  }

  /** The labels of a photograph, the likeliest first. */
  Locator labels(String name) {
    return card(name).getByLabel("Labels").locator("li");
  }

  void useKey(String text) {
    key().fill(text);
    button("Use").click();
  }

  void classifyAddress(String text) {
    address().fill(text);
    button("Classify").click();
  }

  void choose(FilePayload... files) {
    page.locator("#files").setInputFiles(files);
  }

  /** Chooses some of the photographs that are shipped. */
  void choose(String... names) {
    page.locator("#files")
        .setInputFiles(Stream.of(names).map(PHOTOGRAPHS::resolve).toArray(Path[]::new));
  }

  /** Drops a file, or whatever else has a type of its own, onto the page or pastes it. */
  void transfer(String event, String type, String content) {
    page.evaluate(
        """
        async ([event, type, content]) => {
          const data = new DataTransfer();
          if (type === "Files") {
            const blob = await (await fetch("/photographs/coffee.png")).blob();
            data.items.add(new File([blob], content, { type: "image/png" }));
          } else {
            data.setData(type, content);
          }
          document.body.dispatchEvent(event === "drop"
            ? new DragEvent("drop", { dataTransfer: data, bubbles: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        List.of(event, type, content));
  }
}
