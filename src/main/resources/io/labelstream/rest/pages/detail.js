import { fillRanking } from "/charts.js";
import { copy } from "/copy.js";
import { element } from "/element.js";
import { percent } from "/format.js";
import { duration, showPhotograph, words } from "/gallery.js";

const part = (id) => document.getElementById("detail-" + id);
const dialog = document.getElementById("detail");

/** One answer in a dialogue of its own, with its request as it stands in the topic. */
export class Detail {
  #client = null;
  #answers = [];
  #answer = null;
  #loading = new AbortController();

  /**
   * @param on closed is called with the answer that was shown last; say with what those who see the page see
   */
  constructor(on) {
    part("close").addEventListener("click", () => dialog.close());
    part("newer").addEventListener("click", () => this.#step(-1));
    part("older").addEventListener("click", () => this.#step(1));
    dialog.addEventListener("close", () => {
      this.#loading.abort();
      on.closed(this.#answer);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && !event.target.closest("pre, .scroll")) {
        this.#step(step);
      }
    });
    for (const button of dialog.querySelectorAll("[data-copies]")) {
      button.addEventListener("click", () => copy(document.getElementById(button.dataset.copies), button, on.say));
    }
  }

  get isOpen() {
    return dialog.open;
  }

  use(client) {
    this.#client = client;
  }

  /** Opens one of several answers. */
  open(answer, answers) {
    this.#answers = answers;
    this.#show(answer);
    dialog.showModal();
    part("title").focus();
  }

  #step(step) {
    const next = this.#answers[this.#answers.indexOf(this.#answer) + step];
    if (next) {
      this.#show(next);
    }
  }

  #show(answer) {
    this.#answer = answer;
    const index = this.#answers.indexOf(answer);
    part("newer").disabled = index <= 0;
    part("older").disabled = index + 1 >= this.#answers.length;
    const best = answer.labels[0];
    part("title").textContent = title(answer);
    part("error").hidden = answer.errors.length === 0;
    part("error").textContent = answer.errors.join(" ");
    fillRanking(part("labels"), answer.labels.map(({ label, score }) => [label, percent(score), score]));
    part("json").textContent = answer.number === undefined ? "The facade keeps no answer to this request any more." : JSON.stringify(answer, null, 2);
    part("kcat").textContent = "";
    part("headers").tBodies[0].replaceChildren();
    part("photograph").hidden = true;
    part("photograph").removeAttribute("src");
    part("photograph").alt = best ? "The photograph, classified as " + best.label : "The photograph";
    part("no-photograph").hidden = false;
    part("no-photograph").textContent = answer.position ? "Loading …" : "The answer does not say where its request stands.";
    this.#facts(answer, {});
    this.#load(answer);
  }

  #facts(answer, record) {
    const { position } = answer;
    const facts = {
      Topic: position?.topic,
      Partition: position?.partition,
      Offset: position?.offset,
      Id: answer.id,
      Source: answer.source,
      Subject: answer.subject,
      Model: answer.model,
      "On the way": duration(answer.millis),
      Answered: answer.answered_at,
      Sent: record.timestamp,
      Size: record.value_bytes === undefined ? undefined : record.value_bytes.toLocaleString("en") + " bytes",
    };
    part("facts").replaceChildren(
      ...Object.entries(facts)
        .filter(([, value]) => value !== undefined && value !== "")
        .flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]),
    );
  }

  #load(answer) {
    this.#loading.abort();
    this.#loading = new AbortController();
    if (!answer.position || !this.#client) {
      return;
    }
    const { signal } = this.#loading;
    const isCurrent = () => !signal.aborted;
    this.#client
      .photograph(answer.position, "full", signal)
      .then((blob) => isCurrent() && showPhotograph(part("photograph"), part("no-photograph"), blob))
      .catch((failure) => isCurrent() && (part("no-photograph").textContent = "No photograph: " + failure.message));
    this.#client
      .record(answer.position, signal)
      .then((record) => isCurrent() && this.#showRecord(answer, record))
      .catch((failure) => isCurrent() && (part("kcat").textContent = failure.message));
  }

  #showRecord(answer, record) {
    this.#facts(answer, record);
    part("kcat").textContent = record.kcat;
    part("headers").tBodies[0].replaceChildren(
      ...record.headers.map(({ name, value }) => {
        const head = element("th", "", name);
        head.scope = "row";
        return element("tr", "", head, element("td", "", value?.text ?? (value ? "base64 " + value.base64 : "null")));
      }),
    );
    if (record.headers.length === 0) {
      part("headers").tBodies[0].append(element("tr", "", element("td", "", "none")));
    }
  }
}

function title({ labels: [best], error_code: code, position }) {
  if (best) {
    return best.label + ", " + percent(best.score);
  }
  return code ? words(code) : `Request ${position.partition}/${position.offset}`;
}
