/** More would only wait at the server, which has other things to do. */
const AT_ONCE = 4;

/** How often a server that is busy is asked for the same. */
const TRIES = 3;

const PAUSE_MILLIS = 1500;

/** Loads the photographs that are on the screen, the newest first, and forgets those that have left it. */
export class FeedPhotographs {
  #client = null;
  #wanted = new Map();
  #loading = 0;
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "200px" });

  use(client) {
    this.#client = client;
  }

  /**
   * Shows a photograph in an element as soon as it is seen.
   *
   * @param load shows a blob, or null if there is none
   */
  show(element, position, load) {
    this.#wanted.set(element, { position, load, tries: 0, seen: false });
    this.#observer.observe(element);
  }

  /** The element has left the page. */
  forget(element) {
    this.#wanted.delete(element);
    this.#observer.unobserve(element);
  }

  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const one = this.#wanted.get(target);
      if (one) {
        one.seen = isIntersecting;
      }
    }
    this.#next();
  }

  #next() {
    while (this.#client && this.#loading < AT_ONCE) {
      // A map keeps the order in which they came.
      const next = [...this.#wanted].reverse().find(([, one]) => one.seen && !one.busy);
      if (!next) {
        return;
      }
      this.#load(...next);
    }
  }

  async #load(element, one) {
    one.busy = true;
    this.#loading++;
    try {
      const blob = await this.#client.photograph(one.position, "thumbnail");
      this.#done(element, one, blob);
    } catch (failure) {
      one.tries++;
      if ((failure.status === 503 || failure.status === 429) && one.tries < TRIES) {
        setTimeout(() => {
          one.busy = false;
          this.#next();
        }, PAUSE_MILLIS * one.tries);
      } else {
        this.#done(element, one, null);
      }
    } finally {
      this.#loading--;
      this.#next();
    }
  }

  #done(element, one, blob) {
    if (this.#wanted.get(element) === one) {
      this.forget(element);
      one.load(blob);
    }
  }
}
