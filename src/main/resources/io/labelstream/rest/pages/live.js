import { Charts } from "/charts.js";
import { Detail } from "/detail.js";
import { FeedClient } from "/feed-client.js";
import { FeedPhotographs } from "/feed-photographs.js";
import { Gallery, PAGE } from "/gallery.js";
import { askForKey, beginWithKeys, keyOfTab, say, showFault, showState } from "/operator-page.js";

/** As many as can be looked at; photographs do not come faster either. */
const PER_SECOND = 4;

const KEPT = 1000;
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 10_000;
const TYPING_MILLIS = 300;

const part = (id) => document.getElementById(id);
const photographs = new FeedPhotographs();
const charts = new Charts();
const gallery = new Gallery(part("gallery"), photographs, { open, changed: showPlace });
const detail = new Detail({ closed: (answer) => gallery.focus(answer), say });

let client = null;
let watching = new AbortController();
let filters = {};
let paused = false;

/** Of each page that was stepped back to, the number that all its answers are below: none shows the newest. */
let places = [];

/** Done when all steps are that were asked for. */
let steps = Promise.resolve();
let left = 0;
let typing = 0;

gallery.standStillWhile(() => paused || detail.isOpen || part("gallery").matches(":hover, :focus-within"));
for (const type of ["pointerleave", "focusout"]) {
  // The browser knows what is hovered and focused only after the event.
  part("gallery").addEventListener(type, () => setTimeout(() => gallery.move()));
}

function open(answer) {
  detail.open(answer, gallery.answers);
}

/** Watches with the key of this tab, if there is one. */
function begin() {
  const key = keyOfTab();
  watching.abort();
  if (!key) {
    return;
  }
  client = new FeedClient(key);
  photographs.use(client);
  detail.use(client);
  restart();
  openAddressed();
}

/** Opens the request that the address names in its fragment, `#position=PARTITION/OFFSET`, as links of other pages do. */
async function openAddressed() {
  const [, partition, offset] = /^#position=(\d+)\/(\d+)$/.exec(location.hash) ?? [];
  if (!client || offset === undefined || detail.isOpen) {
    return;
  }
  const position = { partition: Number(partition), offset: Number(offset) };
  // Of most requests no answer is kept; what else is known of them is shown all the same.
  const record = await client.record(position).catch(() => null);
  open(record?.answer ?? { labels: [], errors: [], position });
}

/** Begins anew, as with other filters. */
function restart() {
  watching.abort();
  watching = new AbortController();
  places = [];
  left = 0;
  showSampling();
  setPaused(false);
  watch(watching.signal);
}

/** Watches until the signal says so, however often the connection breaks. */
async function watch(signal) {
  let wait = FIRST_WAIT_MILLIS;
  while (!signal.aborted) {
    showState("connecting", "Connecting …");
    try {
      await client.watch(filters, PER_SECOND, (name, data) => {
        if (!signal.aborted) {
          wait = FIRST_WAIT_MILLIS;
          receive(name, data);
        }
      }, signal);
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      if ([401, 403, 422].includes(failure.status)) {
        refuse(failure);
        return;
      }
      showState("broken", failure.message);
    }
    if (signal.aborted) {
      return;
    }
    showState("broken", part("state").dataset.state === "broken" ? part("state").textContent : "Reconnecting …");
    charts.draw(null);
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
  }
}

function refuse(failure) {
  if (failure.status === 422) {
    showState("off", "Not connected");
    showFault("filter-error", failure.message);
  } else {
    askForKey(failure);
  }
}

function receive(name, data) {
  if (name === "hello") {
    showFault("key-error", "");
    showState(paused ? "paused" : "live", paused ? "Paused" : "Live");
    if (!paused) {
      refresh();
    }
  } else if (name === "answer") {
    if (places.length === 0) {
      gallery.add(data);
    }
  } else if (name === "left") {
    takeLeft(data.left);
  } else if (name === "statistics") {
    charts.draw(data);
  }
}

/** What was left out while many came is shown once there are fewer. */
function takeLeft(now) {
  const before = left;
  left = now;
  showSampling();
  if (before > 0 && now === 0 && !paused) {
    refresh();
  }
}

/** Shows the answers of this place among the last thousand. */
async function refresh() {
  const { signal } = watching;
  const before = places.at(-1);
  try {
    const { data } = await client.answers(filters, PAGE, before);
    if (signal.aborted) {
      return 0;
    }
    if (before === undefined && (data.length === 0 || detail.isOpen || part("gallery").matches(":focus-within"))) {
      // After a restart the server knows of none, and those that are shown are there still.
      data.reverse().forEach((answer) => gallery.add(answer));
    } else {
      gallery.replace(data);
    }
    return data.length;
  } catch (failure) {
    say(failure.message);
    return 0;
  }
}

/** A step begins at what the one before it shows, however fast they are asked for. */
function inTurn(step) {
  return () => {
    steps = steps.then(step);
  };
}

async function stepBack() {
  const oldest = gallery.answers.at(-1);
  if (!oldest || part("older").disabled) {
    return;
  }
  setPaused(true);
  places.push(oldest.number);
  if ((await refresh()) === 0) {
    places = [];
    await refresh();
  }
  part("gallery-title").focus();
}

async function stepForward() {
  places.pop();
  await refresh();
  part("gallery-title").focus();
}

async function pauseOrResume() {
  if (paused) {
    places = [];
    setPaused(false);
    await refresh();
  } else {
    setPaused(true);
  }
}

function setPaused(now) {
  paused = now;
  part("pause").textContent = now ? "Resume" : "Pause";
  part("pause").setAttribute("aria-pressed", String(now));
  if (["live", "paused"].includes(part("state").dataset.state)) {
    showState(now ? "paused" : "live", now ? "Paused" : "Live");
  }
  showPlace();
}

function showSampling() {
  part("sampling").textContent = left > 0 ? `A choice is shown: ${left.toLocaleString("en")} more in this second` : "";
}

function showPlace() {
  const count = gallery.answers.length;
  const back = places.length * PAGE;
  part("nothing").hidden = count > 0;
  part("nothing").textContent =
    Object.keys(filters).length > 0
      ? "No answer among the last 1,000 passes these filters."
      : "Nothing yet. Photographs are shown here as they are answered.";
  part("older").disabled = count < PAGE || back + count >= KEPT;
  part("newer").disabled = back === 0;
  const waiting = gallery.waiting > 0 ? (gallery.waiting >= PAGE ? PAGE + " or more new" : gallery.waiting + " new") : "";
  part("place").textContent = back > 0 ? `${back + 1} to ${back + count} of the last 1,000` : waiting;
  part("gallery-title").textContent = back > 0 ? "Further back" : "Newest first";
}

function readFilters() {
  const form = part("filters").elements;
  const least = form.least.value === "" ? 0 : Number(form.least.value) / 100;
  const most = form.most.value === "" ? 1 : Number(form.most.value) / 100;
  const read = {
    label: form.label.value.trim(),
    source: form.source.value.trim(),
    outcome: form.outcome.value,
    min_score: least > 0 ? String(least) : "",
    max_score: most < 1 ? String(most) : "",
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== ""));
}

function useFilters() {
  const read = readFilters();
  part("reset").hidden = Object.keys(read).length === 0;
  showFault("filter-error", "");
  if (JSON.stringify(read) !== JSON.stringify(filters)) {
    filters = read;
    gallery.replace([]);
    if (client) {
      restart();
    }
  }
}

part("filters").addEventListener("submit", (event) => event.preventDefault());
part("filters").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(useFilters, TYPING_MILLIS);
});
part("filters").addEventListener("reset", () => setTimeout(useFilters));
part("pause").addEventListener("click", inTurn(pauseOrResume));
part("older").addEventListener("click", inTurn(stepBack));
part("newer").addEventListener("click", inTurn(stepForward));
beginWithKeys(begin, openAddressed);
