package io.labelstream.tools.local;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/**
 * What a person finds on the page of the feed.
 *
 * @param page where it is open
 */
record LivePage(Page page) {

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator state() {
    return page.locator("#state");
  }

  Locator cards() {
    return page.locator("#gallery .answer");
  }

  Locator failed() {
    return page.locator("#gallery .answer.failed");
  }

  /** Photographs that are shown. */
  Locator photographs() {
    return page.locator("#gallery img:not([hidden])");
  }

  Locator total() {
    return page.locator("#total");
  }

  Locator failures() {
    return page.locator("#failures");
  }

  Locator codes() {
    return page.locator("#codes li");
  }

  Locator place() {
    return page.locator("#place");
  }

  /** Where the requests of the cards stand. */
  Locator positions() {
    return page.locator("#gallery .position");
  }

  /** Clicks a button faster than the page can fetch what it asks for. */
  void clickAtOnce(String id, int times) {
    page.evaluate(
        "([id, times]) => { for (let i = 0; i < times; i++) document.getElementById(id).click() }",
        List.of(id, times));
  }

  Locator dialogue() {
    return page.getByRole(AriaRole.DIALOG);
  }

  void filter(String field, String text) {
    page.locator("#" + field).fill(text);
  }
}
