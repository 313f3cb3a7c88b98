import { copy } from "/copy.js";
import { element } from "/element.js";
import { curlCommands, percent } from "/format.js";

const template = document.getElementById("card");

/** One photograph in the list of results: its picture, what became of it, and what can be done with it. */
export class Card {
  #picture = null;
  #removed = false;

  /**
   * @param source with its name and, to be shown at once, its file or the address of a sample
   * @param on called when its buttons are used: retry and remove; and say, with what has been done
   */
  constructor(source, on) {
    this.element = template.content.firstElementChild.cloneNode(true);
    this.#part(".name").textContent = source.name;
    this.#part("h3").title = source.name;
    this.#part(".retry").addEventListener("click", on.retry);
    this.#part(".remove").addEventListener("click", on.remove);
    for (const kind of ["retry", "remove", "show-json", "show-curl"]) {
      const button = this.#part("." + kind);
      button.setAttribute("aria-label", button.textContent + ": " + source.name);
    }
    this.#addPanel("json", source, on.say);
    this.#addPanel("curl", source, on.say);
    this.#part(".curl pre").textContent = curlCommands(location.origin, source);
    const image = this.#part("img");
    image.addEventListener("error", () => this.#showNoPicture());
    if (source.file) {
      this.showPicture(source.file);
    } else if (source.sample) {
      image.src = source.sample;
    } else {
      this.#showNoPicture();
    }
  }

  /** Shows the photograph itself, if the browser can. */
  showPicture(blob) {
    if (this.#removed) {
      return;
    }
    this.#revoke();
    this.#picture = URL.createObjectURL(blob);
    this.#part(".no-picture").hidden = true;
    this.#part("img").hidden = false;
    this.#part("img").src = this.#picture;
  }

  /** Shows that there is no outcome yet. */
  showState(text, busy) {
    this.#show(".state");
    this.#part(".state").textContent = text;
    this.#part(".state").classList.toggle("busy", busy);
    this.#part(".time").textContent = "";
    this.#part(".retry").hidden = true;
    this.#showJson(null);
  }

  showLabels(answer, millis) {
    const labels = [{ label: answer.main_label, score: answer.main_score }, ...answer.secondary_labels];
    this.#part(".labels").replaceChildren(...labels.map(row));
    this.#show(".labels");
    this.#part(".time").textContent = "Answered in " + Math.round(millis) + " ms";
    this.#showJson(answer);
  }

  showFailure(refusal, mayRetry) {
    this.#show(".error");
    this.#part(".error").textContent = refusal.message;
    this.#part(".retry").hidden = !mayRetry;
    this.#showJson(refusal.body);
  }

  focus() {
    this.element.focus();
  }

  remove() {
    this.#removed = true;
    this.#revoke();
    this.element.remove();
  }

  #show(selector) {
    for (const one of [".state", ".labels", ".error"]) {
      this.#part(one).hidden = one !== selector;
    }
  }

  #showNoPicture() {
    this.#part("img").hidden = true;
    this.#part(".no-picture").hidden = false;
  }

  #showJson(body) {
    this.#part(".show-json").hidden = !body;
    this.#part(".json pre").textContent = body ? JSON.stringify(body, null, 2) : "";
    if (!body) {
      this.#part(".json").hidden = true;
      this.#part(".show-json").setAttribute("aria-expanded", "false");
    }
  }

  #addPanel(kind, source, say) {
    const panel = this.#part("." + kind);
    const button = this.#part(".show-" + kind);
    const text = panel.querySelector("pre");
    text.setAttribute("aria-label", button.textContent + ": " + source.name);
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    });
    panel.querySelector(".copy").addEventListener("click", ({ currentTarget }) => copy(text, currentTarget, say));
  }

  #revoke() {
    if (this.#picture) {
      URL.revokeObjectURL(this.#picture);
      this.#picture = null;
    }
  }

  #part(selector) {
    return this.element.querySelector(selector);
  }
}

function row({ label, score }) {
  const bar = element("span", "bar");
  const text = element("span", "text", element("span", "label", label), " ", element("span", "score", percent(score)));
  requestAnimationFrame(() => {
    bar.style.width = score * 100 + "%";
  });
  return element("li", "", text, element("span", "track", bar));
}
