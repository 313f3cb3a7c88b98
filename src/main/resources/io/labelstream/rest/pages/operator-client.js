import { Refusal, refusal } from "/client.js";

/** Reads what is for operators with one key, which goes into a header and never into an address. */
export class OperatorClient {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** The response to a GET, or a Refusal; once the signal ends it, whatever fetch throws. */
  async get(path, signal) {
    let response;
    try {
      response = await fetch(path, { headers: { "x-api-key": this.#key }, signal });
    } catch (failure) {
      if (signal?.aborted) {
        throw failure;
      }
      throw new Refusal("The server cannot be reached. Is it running?");
    }
    if (!response.ok) {
      throw await refusal(response);
    }
    return response;
  }
}
