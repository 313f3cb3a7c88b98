import { Card } from "/card.js";
import { Refusal } from "/client.js";
import { percent } from "/format.js";

const MAX_BYTES = 20 * 1024 * 1024;

/** More would only wait in the browser. */
const AT_ONCE = 4;

/**
 * The photographs of the page, in the order in which they came, each with source, card and state: waiting, running,
 * done or failed. Without a key that the server knows nothing goes on, and nothing is lost.
 */
export class Queue {
  #list;
  #on;
  #photographs = [];
  #client = null;
  #running = 0;

  /**
   * @param list shows the cards
   * @param on told what happens: changed, keyMissing with the reason, say with what those who see the page see
   */
  constructor(list, on) {
    this.#list = list;
    this.#on = on;
  }

  /** Classifies with a client from now on, or waits for one if it is null. */
  use(client) {
    this.#client = client;
    this.#photographs.filter(isWaiting).forEach((photograph) => this.#wait(photograph));
    this.#next();
  }

  /** How many there are of each state. */
  get counts() {
    const counts = { waiting: 0, running: 0, done: 0, failed: 0, retryable: 0 };
    for (const { state, mayRetry } of this.#photographs) {
      counts[state]++;
      counts.retryable += state === "failed" && mayRetry ? 1 : 0;
    }
    return counts;
  }

  /** Takes photographs, each with its name and one of file, url or sample, which is an address of this server. */
  add(sources) {
    const added = sources.map((source) => this.#photograph(source));
    this.#photographs.push(...added);
    this.#list.prepend(...added.map(({ card }) => card.element));
    added.forEach((photograph) => this.#wait(photograph));
    for (const photograph of added.filter(({ source }) => source.file?.size > MAX_BYTES)) {
      this.#fail(photograph, new Refusal("This file is larger than 20 MiB.", 413));
    }
    this.#go();
  }

  retryFailed() {
    this.#retry(this.#photographs.filter(({ state, mayRetry }) => state === "failed" && mayRetry));
  }

  clear() {
    this.#photographs.forEach(forget);
    this.#photographs = [];
    this.#next();
  }

  #photograph(source) {
    const photograph = { source, state: "waiting", abort: new AbortController() };
    photograph.card = new Card(source, {
      retry: () => {
        this.#retry([photograph]);
        photograph.card.focus();
      },
      remove: () => this.#remove(photograph),
      say: this.#on.say,
    });
    return photograph;
  }

  /** Goes on with what waits, or asks for the key that it waits for. */
  #go() {
    if (!this.#client && this.#photographs.some(isWaiting)) {
      this.#on.keyMissing("Enter an API key: what you have added waits for it.");
    }
    this.#next();
  }

  #next() {
    if (this.#client) {
      const next = this.#photographs.filter(isWaiting).slice(0, AT_ONCE - this.#running);
      next.forEach((photograph) => this.#run(photograph));
    }
    this.#on.changed();
  }

  #wait(photograph) {
    photograph.state = "waiting";
    photograph.card.showState(this.#client ? "Waiting …" : "Waits for an API key.", false);
  }

  async #run(photograph) {
    const client = this.#client;
    photograph.state = "running";
    this.#running++;
    try {
      const { answer, millis } = await classify(photograph, client);
      photograph.state = "done";
      photograph.card.showLabels(answer, millis);
      this.#on.say(photograph.source.name + ": " + answer.main_label + ", " + percent(answer.main_score));
    } catch (failure) {
      this.#end(photograph, failure, client);
    } finally {
      this.#running--;
      this.#next();
    }
  }

  #end(photograph, failure, client) {
    if (photograph.abort.signal.aborted) {
      return;
    }
    if (failure.status !== 401) {
      this.#fail(photograph, failure);
      return;
    }
    this.#wait(photograph);
    // Another key may be in use by now.
    if (client === this.#client) {
      this.use(null);
      this.#on.keyMissing(failure.message);
    }
  }

  #fail(photograph, failure) {
    const refusal = failure instanceof Refusal ? failure : new Refusal(String(failure));
    // What an address leads to may change; a file does not.
    photograph.mayRetry = refusal.mayPass || Boolean(photograph.source.url);
    photograph.state = "failed";
    photograph.card.showFailure(refusal, photograph.mayRetry);
    this.#on.say(photograph.source.name + " failed: " + refusal.message);
  }

  #retry(chosen) {
    chosen.forEach((photograph) => this.#wait(photograph));
    this.#go();
  }

  #remove(photograph) {
    const { element } = photograph.card;
    const neighbour = element.nextElementSibling ?? element.previousElementSibling;
    forget(photograph);
    this.#photographs = this.#photographs.filter((one) => one !== photograph);
    (neighbour ?? this.#list).focus();
    this.#next();
  }
}

function isWaiting({ state }) {
  return state === "waiting";
}

function forget(photograph) {
  photograph.abort.abort();
  photograph.card.remove();
}

/** Stores a photograph, classifies it and removes it again. */
async function classify({ card, source, abort: { signal } }, client) {
  let step;
  const show = (text) => card.showState((step = text), true);
  const options = {
    signal,
    waiting: (seconds) =>
      card.showState(seconds > 0 ? "The server asks to wait " + seconds + " s." : step, true),
  };
  show(source.url ? "Fetching …" : "Sending …");
  const id = source.url
    ? await client.create(source.name, source.url, options)
    : await client.upload(await fileOf(source), source.name, options);
  try {
    signal.throwIfAborted();
    show("Classifying …");
    if (source.url) {
      client.download(id, options).then((picture) => card.showPicture(picture), () => {});
    }
    const classified = await client.classify(id, options);
    signal.throwIfAborted();
    return classified;
  } finally {
    client.remove(id);
  }
}

async function fileOf(source) {
  if (source.sample) {
    return sample(source.sample);
  }
  try {
    await source.file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Refusal("This cannot be read: it is a folder, or it has been moved.", 400);
  }
  return source.file;
}

async function sample(path) {
  try {
    return await (await fetch(path)).blob();
  } catch {
    throw new Refusal("The server cannot be reached. Is it running?");
  }
}
