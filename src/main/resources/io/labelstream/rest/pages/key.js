// The API key of this tab, which all pages share. It never reaches the address line of a server.

const NAME = "key";

/** The key that this tab has, or "". */
export function currentKey() {
  return sessionStorage.getItem(NAME) ?? "";
}

/** Keeps a key for this tab; "" forgets it. */
export function keepKey(key) {
  if (key) {
    sessionStorage.setItem(NAME, key);
  } else {
    sessionStorage.removeItem(NAME);
  }
}

/**
 * Keeps the key that the address has in its fragment, `#key=…`, which saves typing. The address loses it at once.
 *
 * @returns whether there was one
 */
export function takeKeyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get(NAME)?.trim();
  if (!key) {
    return false;
  }
  history.replaceState(history.state, "", location.pathname + location.search);
  keepKey(key);
  return true;
}
