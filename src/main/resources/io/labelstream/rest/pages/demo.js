"use strict";

const key = document.getElementById("key");
const drop = document.getElementById("drop");
const files = document.getElementById("files");
const status = document.getElementById("status");
const results = document.getElementById("results");
const template = document.getElementById("result");

const MAX_BYTES = 20 * 1024 * 1024;
const MAX_NAME = 30;
// More would only wait in the browser.
const AT_ONCE = 4;

const queue = [];
let running = 0;
let done = 0;
let total = 0;

// A key in the fragment, which never reaches a server, saves typing; the address loses it at once.
const given = new URLSearchParams(location.hash.slice(1)).get("key");
if (given) {
  history.replaceState(null, "", location.pathname);
}
key.value = given || sessionStorage.getItem("key") || "";
remember();
key.addEventListener("input", remember);
document.getElementById("key-form").addEventListener("submit", (event) => event.preventDefault());

document.getElementById("choose").addEventListener("click", () => files.click());
files.addEventListener("change", () => {
  add([...files.files]);
  files.value = "";
});
for (const type of ["dragenter", "dragover"]) {
  document.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    drop.classList.remove("over");
  }
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  add([...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => add([...event.clipboardData.files]));
for (const button of document.querySelectorAll("[data-sample]")) {
  button.addEventListener("click", async () => {
    const name = button.dataset.sample;
    const response = await fetch("/photographs/" + name);
    const blob = await response.blob();
    add([new File([blob], name, { type: blob.type })]);
  });
}

function remember() {
  sessionStorage.setItem("key", key.value.trim());
}

function add(chosen) {
  if (chosen.length === 0) {
    return;
  }
  if (!key.value.trim()) {
    say("Enter an API key first.");
    key.focus();
    return;
  }
  for (const file of chosen) {
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector("figcaption").textContent = file.name;
    const image = item.querySelector("img");
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener("error", () => image.remove());
    results.prepend(item);
    queue.push({ file, item });
    total++;
  }
  progress();
  next();
}

function next() {
  while (running < AT_ONCE && queue.length > 0) {
    running++;
    const { file, item } = queue.shift();
    classify(file)
      .then((answer) => showLabels(item, answer))
      .catch((error) => showError(item, error))
      .finally(() => {
        running--;
        done++;
        progress();
        next();
      });
  }
}

async function classify(file) {
  if (file.size > MAX_BYTES) {
    throw new Error("This file has more than 20 MiB.");
  }
  const form = new FormData();
  form.append("name", [...(file.name || "Photograph")].slice(0, MAX_NAME).join(""));
  form.append("image", file);
  const image = await call("POST", "/v1/images/upload", form);
  const start = performance.now();
  try {
    const answer = await call("POST", "/v1/images/" + image.id + "/classify");
    return { ...answer, millis: performance.now() - start };
  } finally {
    // A demo leaves nothing behind.
    call("DELETE", "/v1/images/" + image.id).catch(() => {});
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, { method, body, headers: { "x-api-key": key.value.trim() } });
  } catch (error) {
    throw new Error("The server cannot be reached. Is it running?");
  }
  if (response.status === 204) {
    return null;
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(explain(response, answer));
  }
  return answer;
}

function explain(response, answer) {
  if (response.status === 422 && answer.errors) {
    return answer.errors.map(sentence).join(" ");
  }
  if (response.status === 401) {
    return "This API key is not known. Check the field above.";
  }
  if (response.status === 429) {
    return "That was too fast for this API key. Try again in " + response.headers.get("retry-after") + " s.";
  }
  return answer.message || "The server answered with status " + response.status + ".";
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + ".";
}

function showLabels(item, answer) {
  const list = document.createElement("ol");
  list.className = "labels";
  list.setAttribute("aria-label", "Labels");
  const labels = [{ label: answer.main_label, score: answer.main_score }, ...answer.secondary_labels];
  for (const { label, score } of labels) {
    const row = document.createElement("li");
    const bar = document.createElement("span");
    bar.className = "bar";
    const text = document.createElement("span");
    text.className = "text";
    const name = document.createElement("span");
    name.textContent = label;
    const value = document.createElement("span");
    value.className = "score";
    value.textContent = (score * 100).toFixed(1) + " %";
    text.append(name, value);
    row.append(bar, text);
    list.append(row);
    requestAnimationFrame(() => {
      bar.style.width = score * 100 + "%";
    });
  }
  const time = document.createElement("p");
  time.className = "time";
  time.textContent = "Answered in " + Math.round(answer.millis) + " ms";
  item.querySelector(".answer").replaceChildren(list, time);
}

function showError(item, error) {
  const text = document.createElement("p");
  text.className = "error";
  text.textContent = error.message;
  item.querySelector(".answer").replaceChildren(text);
}

function progress() {
  say(done < total ? done + " of " + total + " done" : total + (total === 1 ? " photograph" : " photographs") + " done");
}

function say(text) {
  status.textContent = text;
}
