import { element } from "/element.js";
import { percent } from "/format.js";
import { ModelsClient } from "/models-client.js";
import { askForKey, beginWithKeys, keyOfTab, showFault, showState } from "/operator-page.js";
import { Verdict, modelName } from "/verdict.js";

const ROLES = ["primary", "canary", "shadow"];

/** What a role is for, where nothing has it. */
const WITHOUT = {
  primary: "The job's own model answers, which it was started with.",
  canary: "All requests are answered by the primary.",
  shadow: "No model looks on.",
};

const EVERY_MILLIS = 5000;

/** TaskManagers say each minute what they run. */
const SILENT_SECONDS = 180;

const part = (id) => document.getElementById(id);
const verdict = new Verdict();

let client = null;
let looking = new AbortController();
let comparing = false;

/** The roles for which models were compared last. A comparison reads much, so it is not repeated by itself. */
let comparedFor = "";

/** Looks with the key of this tab, if there is one. */
function begin() {
  const key = keyOfTab();
  looking.abort();
  looking = new AbortController();
  if (!key) {
    return;
  }
  client = new ModelsClient(key);
  comparedFor = "";
  look(looking.signal);
}

/** Looks every few seconds while somebody sees the page, until the signal ends it. */
async function look(signal) {
  showState("connecting", "Reading …");
  while (!signal.aborted) {
    try {
      const models = await client.models(signal);
      showFault("key-error", "");
      show(models, signal);
    } catch (failure) {
      if (signal.aborted || refused(failure)) {
        return;
      }
      showState("broken", "Cannot be read");
      showFault("fault", failure.message);
    }
    await pause(EVERY_MILLIS, signal);
    await visible();
  }
}

function show(models, signal) {
  showState("live", "Up to date");
  showFault("fault", "");
  part("told").hidden = false;
  verdict.links(models.requests_topic);
  showWanted(models);
  part("running").replaceChildren(...models.task_managers.map((one) => taskManager(one, models.time)));
  part("nobody").hidden = models.task_managers.length > 0;
  const { primary, canary, shadow } = models.wanted;
  part("no-trial").hidden = Boolean(canary || shadow);
  part("canary-alone").hidden = !canary || Boolean(shadow);
  part("canary-alone").textContent =
    "A canary answers in the primary's place, so that nobody knows what the primary would have said. Let that look on, too, and both are compared: " +
    `java -jar labelstream.jar models shadow ${primary?.model ?? "ID"}`;
  const roles = JSON.stringify([primary, canary, shadow].map((one) => one?.model));
  if ((canary || shadow) && roles !== comparedFor) {
    compare(signal, roles);
  }
}

function showWanted({ wanted, missing_topics: missing }) {
  const none = ROLES.every((role) => !wanted[role]) && missing.length > 0;
  part("no-registry").hidden = !none;
  part("no-registry").textContent = `One model runs, and cannot be changed while it does: there is no topic ${missing.join(", nor ")}. Start the job with the setting models, and make its topics.`;
  part("wanted").replaceChildren(...(none ? [] : ROLES.map((role) => assignment(role, wanted[role]))));
}

function assignment(role, one) {
  const item = element("li", one ? "card" : "card none");
  item.append(element("span", "role", role));
  if (!one) {
    item.append(element("span", "hint", WITHOUT[role]));
    return item;
  }
  const share = element("div", "share");
  const track = element("span", "track");
  const bar = element("span", "bar");
  bar.style.width = one.share * 100 + "%";
  track.append(bar);
  share.append(track, element("span", "", shareText(role, one.share)));
  item.append(modelName(one.model), share);
  return item;
}

function shareText(role, share) {
  return role === "primary" ? "answers the rest" : `${role === "canary" ? "answers" : "sees"} ${percent(share)}`;
}

function taskManager({ task_manager: name, job, time, running = {}, loading = {}, failed = {} }, now) {
  const item = element("li", "card");
  const place = element("div", "place");
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(time)) / 1000));
  place.append(element("b", "", name), element("span", seconds > SILENT_SECONDS ? "silent" : "said", said(seconds)));
  place.title = "job " + job;
  const jobs = element("ul", "jobs");
  jobs.setAttribute("role", "list");
  for (const role of ROLES) {
    jobs.append(
      ...(running[role] ? [line(role, "running", running[role].model, role === "primary" ? "" : percent(running[role].share))] : []),
      ...(loading[role] ? [line(role, "loading", loading[role], "")] : []),
      ...(failed[role] ? [line(role, "failed", failed[role].model, "", failed[role].reason)] : []),
    );
  }
  item.append(place, jobs);
  return item;
}

function line(role, what, model, share, reason) {
  const item = element("li");
  item.append(element("span", "role", role), element("span", "what " + what, what), modelName(model || "the job's own"), element("span", "part", share));
  if (reason) {
    item.append(element("span", "reason", reason));
  }
  return item;
}

function said(seconds) {
  if (Number.isNaN(seconds)) {
    return "";
  }
  const ago = seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
  return seconds > SILENT_SECONDS ? `silent for ${ago}` : `${ago} ago`;
}

async function compare(signal, roles = comparedFor) {
  if (comparing) {
    return;
  }
  comparing = true;
  part("compare").disabled = true;
  part("compare").textContent = "Comparing …";
  try {
    verdict.show(await client.comparison(signal));
    showFault("verdict-fault", "");
  } catch (failure) {
    if (!signal.aborted) {
      showFault("verdict-fault", failure.message);
    }
  } finally {
    if (!signal.aborted) {
      comparedFor = roles;
    }
    comparing = false;
    part("compare").disabled = false;
    part("compare").textContent = "Compare";
  }
}

/** Whether the key is one that may not look. */
function refused(failure) {
  if (![401, 403].includes(failure.status)) {
    return false;
  }
  part("told").hidden = true;
  showFault("fault", "");
  askForKey(failure);
  return true;
}

function pause(millis, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener("abort", end);
  });
}

/** A tab in the background asks for nothing. */
function visible() {
  return new Promise((resolve) => {
    if (!document.hidden) {
      resolve();
      return;
    }
    document.addEventListener("visibilitychange", () => resolve(), { once: true });
  });
}

part("compare").addEventListener("click", () => compare(looking.signal));
beginWithKeys(begin);
