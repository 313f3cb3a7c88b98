import { element } from "/element.js";
import { percent } from "/format.js";

/** Of more pairs nobody reads; the command prints them all. */
const MOST_PAIRS = 50;

const part = (id) => document.getElementById(id);
const grouped = new Intl.NumberFormat("en");

/** Shows a comparison of models. */
export class Verdict {
  #requestsTopic = "";

  /** @param topic the one whose requests can be looked at */
  links(topic) {
    this.#requestsTopic = topic;
  }

  show(report) {
    part("verdicts").replaceChildren(...report.verdicts.map((one) => this.#verdict(one)));
    part("answers").hidden = report.answers.length === 0;
    part("answers").querySelector("tbody").replaceChildren(...report.answers.map(answersRow));
    part("compared").textContent = compared(report);
    part("no-topics").hidden = report.missing_topics.length === 0;
    part("no-topics").textContent = `Nothing is compared: there is no topic ${report.missing_topics.join(", nor ")}.`;
  }

  #verdict(verdict) {
    const article = part("verdict").content.cloneNode(true).firstElementChild;
    const find = (selector) => article.querySelector(selector);
    find("h3").append(modelName(verdict.model), verdict.canary ? " as a canary, with " : ", with ", modelName(verdict.shadow), " as its shadow");
    find(".figure strong").textContent = percent(verdict.agreement);
    find(".figure span").textContent = `agree: ${grouped.format(verdict.agreed)} of ${grouped.format(verdict.compared)} requests`;
    find(".bar").style.width = verdict.agreement * 100 + "%";
    const { times, shadow_times: shadowTimes } = verdict;
    find(".times").hidden = !times && !shadowTimes;
    find(".no-times").hidden = Boolean(times || shadowTimes);
    find(".times tbody").replaceChildren(
      ...["decode", "inference"].flatMap((work) => [
        timesRow(`${work === "decode" ? "Decode" : "Inference"}, median`, work, "p50", times, shadowTimes),
        timesRow(`${work === "decode" ? "Decode" : "Inference"}, p99`, work, "p99", times, shadowTimes),
      ]),
    );
    const shown = verdict.pairs.slice(0, MOST_PAIRS);
    find(".pairs").hidden = shown.length === 0;
    find(".none").hidden = shown.length > 0;
    const rarer = verdict.pairs.length - shown.length + verdict.rarer_pairs;
    find(".more").hidden = rarer === 0;
    find(".more").textContent = `${grouped.format(rarer)} rarer pairs are left out; models compare prints them all.`;
    find(".pairs tbody").replaceChildren(...shown.map((pair) => this.#pairRow(pair)));
    return article;
  }

  #pairRow({ label, shadow_label: shadowLabel, count, examples }) {
    const list = element("div", "examples");
    list.append(...examples.map((position) => this.#example(position)));
    const requests = element("td");
    requests.append(list);
    return row(element("td", "", grouped.format(count)), element("td", "", label), element("td", "", shadowLabel), requests);
  }

  /** A link, where the page of the feed can show the request. */
  #example(text) {
    const [topic, partition, offset] = text.split("/");
    if (topic !== this.#requestsTopic) {
      return element("span", "", text);
    }
    const link = element("a", "", `${partition}/${offset}`);
    link.href = `/live#position=${partition}/${offset}`;
    link.title = text;
    return link;
  }
}

/** A model's id, of which the name matters more than the hash. */
export function modelName(id) {
  const [name, hash] = id.split("@");
  const model = element("span", "model", name || "unknown");
  if (hash) {
    model.append(element("span", "hash", "@" + hash));
  }
  return model;
}

function compared({ unmatched, older_shadows: olderShadows, older_answers: olderAnswers }) {
  const told = [`Read at ${new Date().toLocaleTimeString("en", { hour12: false })}`];
  if (unmatched > 0) {
    told.push(`${grouped.format(unmatched)} of the shadow's have no answer among those read`);
  }
  if (olderShadows > 0 || olderAnswers > 0) {
    told.push(`older ones left out: ${grouped.format(olderShadows)} of the shadow's, ${grouped.format(olderAnswers)} answers`);
  }
  return told.join("; ") + ".";
}

function answersRow({ model, canary, answered, failed, times }) {
  const name = element("th");
  name.scope = "row";
  name.append(modelName(model), canary ? " (canary)" : "");
  return row(
    name,
    element("td", "number", grouped.format(answered)),
    element("td", "number", grouped.format(failed)),
    ...["decode", "inference"].flatMap((work) => ["p50", "p99"].map((which) => element("td", "number", millis(times, work, which)))),
  );
}

function timesRow(name, work, which, times, shadowTimes) {
  const head = element("th", "", name);
  head.scope = "row";
  return row(head, element("td", "number", millis(times, work, which)), element("td", "number", millis(shadowTimes, work, which)));
}

function millis(times, work, which) {
  return times ? (times[work + "_micros"][which] / 1000).toFixed(1) : "–";
}

function row(...cells) {
  return element("tr", "", ...cells);
}
