// How things are written, for people and for shells.

const MAX_NAME = 30;

/** A score from 0 to 1 as a percentage that never claims a certainty or an impossibility that is not there. */
export function percent(score) {
  const value = score * 100;
  if (value > 99.9 && value < 100) {
    return "> 99.9 %";
  }
  if (value > 0 && value < 0.005) {
    return "< 0.01 %";
  }
  return value.toFixed(value > 0 && value < 0.05 ? 2 : 1) + " %";
}

/** A name as the API takes it: 1 to 30 characters, no control characters. */
export function imageName(name) {
  const characters = [...name.replace(/\p{Cc}/gu, "").trim()];
  return characters.slice(0, MAX_NAME).join("") || "Photograph";
}

/** What a photograph at an address is called: the last part of its path, or its host. */
export function nameOfUrl(url) {
  const last = url.pathname.split("/").filter(Boolean).pop() ?? "";
  try {
    return decodeURIComponent(last) || url.host;
  } catch {
    return last;
  }
}

/** The first https address in a text, or what else it is, or null if it is no address at all. */
export function findUrl(text) {
  const first = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .find((line) => line && !line.startsWith("#"));
  return first && URL.canParse(first) ? new URL(first) : null;
}

/** A violation as the API tells it, which begins with a field's name, as a sentence of this page. */
export function sentence(violation) {
  const text = violation.replace(/^url /, "the address ").replace(/^image /, "the photograph ");
  return text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith(".") ? "" : ".");
}

/** The commands that do in a shell what this page does; the key is left to a variable. */
export function curlCommands(origin, { name, url, sample }) {
  const key = '-H "x-api-key: $KEY"';
  const named = imageName(name);
  const create = url
    ? `-H 'content-type: application/json' -d ${quoted(JSON.stringify({ name: named, url }))} ${origin}/v1/images`
    : `--form-string ${quoted("name=" + named)} -F ${quoted('image=@"' + escaped(name) + '"')} ${origin}/v1/images/upload`;
  return [
    ...(sample ? [`curl -sO ${origin}${sample}`] : []),
    `ID=$(curl -s ${key} ${create} | tee /dev/stderr | grep -o 'image_[a-z0-9]*' | head -n 1)`,
    `curl ${key} -X POST "${origin}/v1/images/$ID/classify"`,
    `curl ${key} -X DELETE "${origin}/v1/images/$ID"`,
  ].join("\n");
}

/** One word to a shell, whatever is in it. */
function quoted(text) {
  return "'" + text.replaceAll("'", "'\\''") + "'";
}

/** Within the double quotes that curl takes around a file's name. */
function escaped(name) {
  return name.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}
