import { OperatorClient } from "/operator-client.js";

/** Calls the API of the feed with one key. */
export class FeedClient {
  #client;

  constructor(key) {
    this.#client = new OperatorClient(key);
  }

  /** A page of the last answers, newest first; and the number of the newest. */
  async answers(filters, take, before) {
    const query = new URLSearchParams({ ...filters, take });
    if (before !== undefined) {
      query.set("before", before);
    }
    return (await this.#client.get("/v1/feed/answers?" + query)).json();
  }

  /** What is known of a request's record. */
  async record({ partition, offset }, signal) {
    return (await this.#client.get(`/v1/feed/records/${partition}/${offset}`, signal)).json();
  }

  /** The photograph of a request, size thumbnail or full. */
  async photograph({ partition, offset }, size, signal) {
    return (await this.#client.get(`/v1/feed/photographs/${partition}/${offset}?size=${size}`, signal)).blob();
  }

  /**
   * Watches the feed until the server ends it, or the signal does.
   *
   * @param perSecond how many answers a second can be shown
   * @param on called with the name of each event and its data
   */
  async watch(filters, perSecond, on, signal) {
    const query = new URLSearchParams({ ...filters, per_second: perSecond });
    const response = await this.#client.get("/v1/feed?" + query, signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true }));
      if (done) {
        return;
      }
      text += value;
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) {
        const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
        if (name) {
          on(name, JSON.parse(data));
        }
      }
    }
  }
}
