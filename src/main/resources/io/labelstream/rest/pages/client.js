import { imageName, sentence } from "/format.js";

/** Longer than this, in seconds, nobody is left to wait. */
const PATIENCE = 60;

/** How often a server that is busy is asked. */
const TRIES_IF_BUSY = 3;

/** Why there is no answer, as a person reads it. */
export class Refusal extends Error {
  /**
   * @param status of the response, 0 if there was none
   * @param body the error object, if there was one
   */
  constructor(message, status = 0, body = null) {
    super(message);
    this.status = status;
    this.body = body;
  }

  /** Whether the same call with the same file may have another outcome later. */
  get mayPass() {
    return ![400, 413, 415, 422].includes(this.status);
  }
}

/** Calls the image API with one key, no faster than the server lets that key. */
export class Client {
  #key;
  #closedUntil = 0;
  #images = new Set();

  constructor(key) {
    this.#key = key;
  }

  /** Stores a file, and tells its id. */
  async upload(file, name, options) {
    const form = new FormData();
    form.append("name", imageName(name));
    form.append("image", file);
    return this.#create("/v1/images/upload", { body: form }, options);
  }

  /** Lets the server fetch a photograph, and tells its id. */
  async create(name, url, options) {
    const body = JSON.stringify({ name: imageName(name), url });
    return this.#create("/v1/images", { body, headers: { "content-type": "application/json" } }, options);
  }

  async download(id, options) {
    return (await this.#call("GET", "/v1/images/" + id + "/download", {}, options)).response.blob();
  }

  /** The labels of an image, and how long they took. */
  async classify(id, options) {
    const { response, millis } = await this.#call("POST", "/v1/images/" + id + "/classify", {}, options);
    return { answer: await response.json(), millis };
  }

  /** Removes an image, if it can. */
  async remove(id) {
    await this.#call("DELETE", "/v1/images/" + id, { keepalive: true }).catch(() => {});
    this.#images.delete(id);
  }

  /** Removes at once what is there still when the page is left: a demo leaves nothing behind. */
  leave() {
    for (const id of this.#images) {
      this.#send("DELETE", "/v1/images/" + id, { keepalive: true }).catch(() => {});
    }
  }

  async #create(path, request, options) {
    const { response } = await this.#call("POST", path, request, options);
    const { id } = await response.json();
    this.#images.add(id);
    return id;
  }

  /**
   * @param waiting told how many seconds it waits for its turn, and 0 when that has come
   * @param signal ends the waiting
   */
  async #call(method, path, request, { waiting = () => {}, signal } = {}) {
    for (let tries = 1; ; tries++) {
      await this.#turn(waiting, signal);
      const start = performance.now();
      const response = await this.#send(method, path, request);
      const millis = performance.now() - start;
      if (response.ok) {
        return { response, millis };
      }
      const seconds = Number(response.headers.get("retry-after"));
      const busy = response.status === 429 || (response.status === 503 && tries < TRIES_IF_BUSY);
      if (!busy || !(seconds > 0 && seconds <= PATIENCE)) {
        throw await refusal(response);
      }
      this.#closedUntil = Math.max(this.#closedUntil, performance.now() + seconds * 1000);
    }
  }

  async #turn(waiting, signal) {
    signal?.throwIfAborted();
    for (let millis; (millis = this.#closedUntil - performance.now()) > 0; ) {
      waiting(Math.ceil(millis / 1000));
      await new Promise((resolve) => setTimeout(resolve, millis));
      signal?.throwIfAborted();
      waiting(0);
    }
  }

  async #send(method, path, { headers, ...request }) {
    try {
      return await fetch(path, { ...request, method, headers: { ...headers, "x-api-key": this.#key } });
    } catch {
      throw new Refusal("The server cannot be reached. Is it running?");
    }
  }
}

/** Why a response is none that was wished for. */
export async function refusal(response) {
  const body = await response.json().catch(() => null);
  return new Refusal(explain(response, body), response.status, body);
}

function explain(response, body) {
  if (Array.isArray(body?.errors)) {
    return body.errors.map(sentence).join(" ");
  }
  if (response.status === 401) {
    return "This server does not know this API key.";
  }
  if (response.status === 429) {
    return "This API key may make no more requests for " + response.headers.get("retry-after") + " s.";
  }
  return body?.message ?? "The server answered with status " + response.status + ".";
}
