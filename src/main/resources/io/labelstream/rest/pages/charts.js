import { element } from "/element.js";
import { words } from "/gallery.js";
import { percent } from "/format.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 30;
const SECONDS = 60;
const RANKED = 6;

const part = (id) => document.getElementById(id);
const grouped = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** The small charts of the page, drawn once a second. */
export class Charts {
  #p50 = [];
  #p95 = [];
  #waiting = [];
  #answers = new Lines(part("rate-chart"), ["area", "area failed"]);
  #times = new Lines(part("time-chart"), ["line p95", "line"]);
  #lag = new Lines(part("waiting-chart"), ["area"]);
  #scores = new Bars(part("score-chart"), 10);

  /** Draws what the server has told, or with null that it tells nothing. */
  draw(statistics) {
    remember(this.#p50, statistics?.p50_millis);
    remember(this.#p95, statistics?.p95_millis);
    remember(this.#waiting, statistics?.waiting);
    if (!statistics) {
      return;
    }
    const { answers, failed, failures, scores, labels, kept, total, per_second: rate } = statistics;
    const most = Math.max(...answers);
    part("rate").textContent = rate === 0 ? "0" : rate < 10 ? rate.toFixed(1) : compact.format(Math.round(rate));
    part("total").textContent = grouped.format(total) + " in all";
    this.#answers.draw([answers, failed.map((count) => count || null)], `Answers in each of the last 60 seconds: ${rate.toFixed(1)} a second now, ${most} at the most`);
    part("p50").textContent = number(statistics.p50_millis);
    part("p95").textContent = number(statistics.p95_millis);
    this.#times.draw([this.#p95, this.#p50], `Half of the answers took at most ${number(statistics.p50_millis)} ms, 95 % at most ${number(statistics.p95_millis)} ms`);
    part("waiting").textContent = number(statistics.waiting);
    this.#lag.draw([this.#waiting], `Requests that wait: ${number(statistics.waiting)}`);
    const lost = sum(Object.values(failures));
    const all = sum(answers);
    part("failures").textContent = grouped.format(lost);
    part("failed-share").textContent = lost > 0 && all > 0 ? percent(Math.min(1, lost / all)) : "";
    rank(part("codes"), Object.entries(failures).sort(([, one], [, other]) => other - one), (code, count) => [words(code), grouped.format(count), count / lost], "none");
    part("kept").textContent = kept > 0 ? `of the last ${grouped.format(kept)}` : "";
    rank(part("labels"), labels.map((one) => [one.label, one]), (label, { share }) => [label, percent(share), share], "none yet");
    this.#scores.draw(scores, scoresText(scores));
  }
}

/** Lines or areas over the last minute, each on the scale of the largest. */
class Lines {
  #svg;
  #paths;

  constructor(svg, kinds) {
    this.#svg = svg;
    this.#paths = kinds.map((kind) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", kind);
      svg.append(path);
      return path;
    });
  }

  draw(series, text) {
    const most = Math.max(1, ...series.flat().filter((value) => value !== null));
    series.forEach((values, index) => {
      const path = this.#paths[index];
      path.setAttribute("d", shape(values, most, path.classList.contains("area")));
    });
    this.#svg.setAttribute("aria-label", text);
  }
}

/** The newest value stands at the right edge, and where there is none the line has a gap. */
function shape(values, most, closed) {
  const start = SECONDS - values.length;
  let path = "";
  let last = null;
  values.forEach((value, index) => {
    if (value === null) {
      path += closed && last !== null ? `V${HEIGHT}Z` : "";
      last = null;
      return;
    }
    const x = start + index - (SECONDS - 60);
    const y = (HEIGHT - 1 - (value / most) * (HEIGHT - 3)).toFixed(2);
    path += last === null ? (closed ? `M${x} ${HEIGHT}V${y}` : `M${x} ${y}`) : `L${x} ${y}`;
    last = x;
  });
  return path + (closed && last !== null ? `V${HEIGHT}Z` : "");
}

class Bars {
  #svg;
  #bars;

  constructor(svg, count) {
    this.#svg = svg;
    this.#bars = Array.from({ length: count }, (_, index) => {
      const bar = document.createElementNS(SVG, "rect");
      bar.setAttribute("x", index * (100 / count) + 1);
      bar.setAttribute("width", 100 / count - 2);
      svg.append(bar);
      return bar;
    });
  }

  draw(values, text) {
    const most = Math.max(1, ...values);
    values.forEach((value, index) => {
      const height = value === 0 ? 0.7 : Math.max(1.5, (value / most) * 58);
      this.#bars[index].setAttribute("y", 60 - height);
      this.#bars[index].setAttribute("height", height);
    });
    this.#svg.setAttribute("aria-label", text);
  }
}

/** Rows of a name, a value and a bar, of which those that are there are used again. */
export function rank(list, entries, row, none) {
  const rows = entries.slice(0, RANKED).map(([key, value]) => row(key, value));
  fillRanking(list, rows.length > 0 ? rows : [[none, "", 0]]);
}

/** The same with all rows, each name, value and share. */
export function fillRanking(list, rows) {
  while (list.childElementCount > rows.length) {
    list.lastElementChild.remove();
  }
  rows.forEach(([name, value, share], index) => {
    const item = list.children[index] ?? list.appendChild(newRow());
    item.classList.toggle("none", value === "");
    const [text, track] = item.children;
    text.firstElementChild.textContent = name;
    text.lastElementChild.textContent = value;
    track.firstElementChild.style.width = share * 100 + "%";
  });
}

function newRow() {
  const text = element("span", "text", element("span", "name"), " ", element("span", "value"));
  return element("li", "", text, element("span", "track", element("span", "bar")));
}

function remember(values, value) {
  values.push(value ?? null);
  if (values.length > SECONDS) {
    values.shift();
  }
}

function number(value) {
  return value === undefined || value === null ? "–" : value < 100_000 ? grouped.format(value) : compact.format(value);
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function scoresText(scores) {
  const all = sum(scores);
  return all === 0
    ? "No scores yet"
    : "Share of scores: " + scores.map((count, index) => `${index * 10} to ${index * 10 + 10} %: ${percent(count / all)}`).join(", ");
}
