package io.labelstream.tools.local;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

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

  Locator dialogue() {
    return page.getByRole(AriaRole.DIALOG);
  }

  void filter(String field, String text) {
    page.locator("#" + field).fill(text);
  }
}
