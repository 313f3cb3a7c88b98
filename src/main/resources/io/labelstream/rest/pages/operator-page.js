// What the pages for operators have in common: the state of what they read, and the key that they ask for.
import { element } from "/element.js";
import { currentKey, keepKey, takeKeyFromAddress } from "/key.js";

const part = (id) => document.getElementById(id);

/** Tells those who hear the page what others see. */
export function say(text) {
  part("log").replaceChildren(element("p", "", text));
}

export function showState(state, text) {
  const shown = part("state");
  if (shown.dataset.state !== state) {
    say(text);
  }
  shown.dataset.state = state;
  shown.textContent = text;
}

/** Shows what is wrong in its place; "" where nothing is. */
export function showFault(id, text) {
  const fault = part(id);
  if (fault.textContent !== text) {
    fault.textContent = text;
  }
  fault.hidden = !text;
}

/** The key of this tab, or "", for which the page asks then. */
export function keyOfTab() {
  const key = currentKey();
  part("key").value = key;
  part("key-box").hidden = Boolean(key);
  if (!key) {
    showState("off", "Needs an API key");
  }
  return key;
}

/** Asks for another key than the one that was refused. */
export function askForKey(refusal) {
  showState("off", "Not connected");
  part("key-box").hidden = false;
  showFault("key-error", refusal.message);
  part("key").focus();
}

/**
 * Begins, and begins anew with each key that is entered or comes with the address.
 *
 * @param moved is called when the address has changed otherwise
 */
export function beginWithKeys(begin, moved = () => {}) {
  part("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    keepKey(part("key").value.trim());
    showFault("key-error", "");
    begin();
  });
  addEventListener("hashchange", () => (takeKeyFromAddress() ? begin() : moved()));
  takeKeyFromAddress();
  begin();
}
