import { OperatorClient } from "/operator-client.js";

/** Calls what tells of models with one key. */
export class ModelsClient {
  #client;

  constructor(key) {
    this.#client = new OperatorClient(key);
  }

  /** Which models shall run, and which do. */
  async models(signal) {
    return (await this.#client.get("/v1/models", signal)).json();
  }

  /** How those on trial do, compared with those that answer. */
  async comparison(signal) {
    return (await this.#client.get("/v1/models/comparison", signal)).json();
  }
}
