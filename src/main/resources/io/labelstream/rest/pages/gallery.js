import { percent } from "/format.js";

/** So many fit on a large screen, and can be looked at. */
export const PAGE = 60;

/** A card that is new is shown to be so for a moment. */
const NEW = "new";

const template = document.getElementById("answer");

/** The answers that the page shows, newest first. What is added is drawn with the next frame. */
export class Gallery {
  #list;
  #photographs;
  #open;
  #changed;
  #added = [];
  #shown = [];
  #frame = 0;
  #still = () => false;

  /**
   * @param list shows the cards
   * @param photographs loads their photographs
   * @param on open is called with an answer that was chosen, changed when others are shown
   */
  constructor(list, photographs, on) {
    this.#list = list;
    this.#photographs = photographs;
    this.#open = on.open;
    this.#changed = on.changed;
    list.addEventListener("keydown", (event) => this.#step(event));
  }

  /** Answers that are shown, newest first. */
  get answers() {
    return this.#shown.map(({ answer }) => answer);
  }

  /** How many wait until the gallery may move. */
  get waiting() {
    return this.#added.length;
  }

  /** Does not move while this says so. */
  standStillWhile(still) {
    this.#still = still;
  }

  /** Shows one more, which is newer than all others. */
  add(answer) {
    this.#added.push(answer);
    if (this.#added.length > PAGE) {
      this.#added.shift();
    }
    this.move();
  }

  /** Shows what has waited, if it may. */
  move() {
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  /** Shows these, newest first, instead of all others. */
  replace(answers) {
    this.#added = [];
    const known = new Map(this.#shown.map((card) => [keyOf(card.answer), card]));
    const next = answers.map((answer) => known.get(keyOf(answer)) ?? this.#card(answer));
    this.#shown.filter((card) => !next.includes(card)).forEach((card) => this.#remove(card));
    this.#shown = next;
    this.#list.replaceChildren(...next.map(({ element }) => element));
    this.#changed();
  }

  focus(answer) {
    this.#shown.find((card) => card.answer === answer)?.element.firstElementChild.focus();
  }

  #draw() {
    if (this.#added.length > 0 && !this.#still()) {
      const known = new Set(this.#shown.map(({ answer }) => keyOf(answer)));
      const added = this.#added.filter((answer) => !known.has(keyOf(answer))).map((answer) => this.#card(answer, NEW));
      this.#added = [];
      added.reverse();
      this.#shown.unshift(...added);
      this.#list.prepend(...added.map(({ element }) => element));
      this.#shown.splice(PAGE).forEach((card) => this.#remove(card));
    }
    this.#changed();
  }

  #remove(card) {
    this.#photographs.forget(card.element);
    card.element.remove();
  }

  #card(answer, ...classes) {
    const element = template.content.firstElementChild.cloneNode(true);
    const part = (selector) => element.querySelector(selector);
    const [best, ...others] = answer.labels;
    const button = element.firstElementChild;
    button.classList.add(answer.outcome, ...classes);
    const name = best ? best.label : words(answer.error_code);
    part(".name").textContent = name;
    part(".score").textContent = best ? percent(best.score) : "";
    part(".bar").style.width = best ? best.score * 100 + "%" : "0";
    part(".others").textContent = best
      ? others.slice(0, 2).map(({ label, score }) => label + " " + percent(score).replaceAll(" ", "\u00a0")).join(" · ")
      : answer.errors.join(" ");
    part(".time").textContent = duration(answer.millis);
    part(".position").textContent = answer.position ? answer.position.partition + " / " + answer.position.offset : "";
    part(".model").textContent = answer.model ?? "";
    button.title = answer.source;
    button.setAttribute(
      "aria-label",
      [best ? name + ", " + percent(best.score) : "Failed: " + name, answer.subject, duration(answer.millis)]
        .filter(Boolean)
        .join(", "),
    );
    button.addEventListener("click", () => this.#open(answer));
    if (best && answer.position) {
      const image = part("img");
      this.#photographs.show(element, answer.position, (blob) => showPhotograph(image, part(".no-picture"), blob));
    } else {
      part(".no-picture").textContent = best ? "No photograph" : "Not classified";
    }
    return { answer, element };
  }

  /** Arrows go from card to card. */
  #step(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const item = event.target.closest("li");
    const next = step > 0 ? item?.nextElementSibling : item?.previousElementSibling;
    if (step && next) {
      event.preventDefault();
      next.firstElementChild.focus();
    }
  }
}

/** Shows a blob in an image, or that there is none. */
export function showPhotograph(image, instead, blob) {
  if (!blob) {
    instead.textContent = "No photograph";
    return;
  }
  const address = URL.createObjectURL(blob);
  image.addEventListener(
    "load",
    () => {
      URL.revokeObjectURL(address);
      image.hidden = false;
      instead.hidden = true;
    },
    { once: true },
  );
  image.src = address;
}

/** Milliseconds as a person reads them; "" if they are not known. */
export function duration(millis) {
  if (millis === undefined || millis === null) {
    return "";
  }
  return millis < 10_000 ? millis + " ms" : Math.round(millis / 1000) + " s";
}

/** A code's name as words. */
export function words(code) {
  const text = code.replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function keyOf({ number, position }) {
  return position ? position.partition + "/" + position.offset : "number " + number;
}
