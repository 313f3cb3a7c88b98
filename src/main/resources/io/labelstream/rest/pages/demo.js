import { Client } from "/client.js";
import { findUrl, nameOfUrl } from "/format.js";
import { currentKey, keepKey, takeKeyFromAddress } from "/key.js";
import { Queue } from "/queue.js";

/** So many announcements are kept: older ones have been read out. */
const MAX_LOG = 20;

const part = (id) => document.getElementById(id);
const key = part("key");
const url = part("url");
const files = part("files");
const log = part("log");

const queue = new Queue(part("results"), { changed: showSummary, keyMissing, say });

/** By key: a photograph is finished with the one that it was begun with. */
const clients = new Map();

let announced = "";

function useKey() {
  const text = key.value.trim();
  keepKey(text);
  showFault(key, "");
  part("key-state").textContent = text ? "in use" : "needed to classify";
  if (text && !clients.has(text)) {
    clients.set(text, new Client(text));
  }
  queue.use(clients.get(text) ?? null);
}

function keyMissing(reason) {
  part("key-box").open = true;
  part("key-state").textContent = "needed to classify";
  showFault(key, reason);
  part("key-box").scrollIntoView({ block: "nearest" });
  if (document.activeElement !== url) {
    key.focus();
  }
}

/** Shows what is wrong with a field, or with "" that nothing is. */
function showFault(field, text) {
  const violation = part(field.id + "-error");
  violation.textContent = text;
  violation.hidden = !text;
  field.setAttribute("aria-invalid", String(Boolean(text)));
}

function showSummary() {
  const { done, failed, waiting, running, retryable } = queue.counts;
  const open = waiting + running;
  const parts = [];
  if (done > 0) {
    parts.push(done + " classified");
  }
  if (failed > 0) {
    parts.push(failed + " failed");
  }
  if (open > 0) {
    parts.push(open + " to go");
  }
  const text = parts.join(", ");
  part("summary").textContent = text;
  part("nothing").hidden = text !== "";
  part("clear").hidden = text === "";
  part("retry-failed").hidden = retryable === 0;
  // Each outcome has been said by itself: of several, their number is said at the end.
  if (open === 0 && done + failed > 1 && text !== announced) {
    say(text);
  }
  announced = open === 0 ? text : "";
}

/** Tells those who hear the page what others see. */
function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  log.append(line);
  while (log.childElementCount > MAX_LOG) {
    log.firstElementChild.remove();
  }
}

function addFiles(list) {
  queue.add([...list].map((file) => ({ name: file.name || "Photograph", file })));
}

/** Takes an address, or says at the field what is wrong with it. */
function addUrl(text) {
  const found = findUrl(text);
  if (found?.protocol === "https:") {
    url.value = "";
    showFault(url, "");
    queue.add([{ name: nameOfUrl(found), url: found.href }]);
  } else {
    url.value = text.trim();
    showFault(url, "Enter the https address of a photograph.");
    url.focus();
  }
}

/** Takes files if there are any, else the address of a picture or of a link. */
function addTransfer(data) {
  if (data.files.length > 0) {
    addFiles(data.files);
    return;
  }
  const page = new DOMParser().parseFromString(data.getData("text/html"), "text/html");
  const picture = page.querySelector("img[src^='https:']")?.src;
  const text = picture ?? (data.getData("text/uri-list") || data.getData("text/plain"));
  if (text) {
    addUrl(text);
  }
}

takeKeyFromAddress();
key.value = currentKey();
part("key-box").open = !key.value;
useKey();

addEventListener("hashchange", () => {
  if (takeKeyFromAddress()) {
    key.value = currentKey();
    useKey();
  }
});
addEventListener("pagehide", () => clients.forEach((client) => client.leave()));

part("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  useKey();
  if (key.value.trim()) {
    part("key-box").open = false;
    part("key-box").querySelector("summary").focus();
  }
});
key.addEventListener("change", useKey);
key.addEventListener("input", (event) => {
  if (event.inputType === "insertFromPaste") {
    useKey();
  }
});
part("url-form").addEventListener("submit", (event) => {
  event.preventDefault();
  addUrl(url.value);
});
part("choose").addEventListener("click", () => files.click());
files.addEventListener("change", () => {
  addFiles(files.files);
  files.value = "";
});
for (const button of document.querySelectorAll("[data-sample]")) {
  const name = button.dataset.sample;
  button.addEventListener("click", () => queue.add([{ name, sample: "/photographs/" + name }]));
}
part("retry-failed").addEventListener("click", () => {
  queue.retryFailed();
  part("results-title").focus();
});
part("clear").addEventListener("click", () => {
  queue.clear();
  part("choose").focus();
});

for (const type of ["dragenter", "dragover"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    part("drop").classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    part("drop").classList.remove("over");
  }
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  part("drop").classList.remove("over");
  addTransfer(event.dataTransfer);
});
document.addEventListener("paste", (event) => {
  const isText = event.clipboardData.files.length === 0;
  if (!(isText && event.target instanceof HTMLInputElement)) {
    event.preventDefault();
    addTransfer(event.clipboardData);
  }
});
